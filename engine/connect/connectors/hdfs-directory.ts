import { runFlow, type Flow } from '../../hadoop/flow.ts'
import type { DfsClient } from '../../hadoop/hdfs/client/dfs-client.ts'
import type { HdfsOutputStream } from '../../hadoop/hdfs/client/output-stream.ts'
import type { StoredBooks } from '../../hadoop/hdfs/file-data.ts'
import { HadoopException } from '../../hadoop/hadoop-exception.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { RecordStreams } from '../../ledger/record-stream.ts'
import type { OutputDirectory, TemporaryFile } from './output-directory.ts'

/** Directories of HDFS, through a client in the worker's process. */
export class HdfsDirectory implements OutputDirectory {
  readonly #client: DfsClient
  readonly #streams: RecordStreams

  constructor(client: DfsClient, streams: RecordStreams) {
    this.#client = client
    this.#streams = streams
  }

  list(directory: string, done: (names: readonly string[] | KafkaException) => void): void {
    this.#run(this.#names(directory), done)
  }

  create(path: string, done: (file: TemporaryFile | KafkaException) => void, onGone: StoredBooks['gone']): void {
    // A sink counts records when their file has its name, not when readers could see them.
    const books: StoredBooks = { arrived: () => undefined, gone: onGone }
    this.#run(this.#client.create(path), (stream) => { done(stream instanceof KafkaException ? stream : this.#file(stream, books)) })
  }

  rename(from: string, to: string, done: (error?: KafkaException) => void): void {
    this.#run(this.#renamed(from, to), (result) => { done(result instanceof KafkaException ? result : undefined) })
  }

  *#names(directory: string): Flow<readonly string[]> {
    if (!(yield* this.#client.exists(directory))) return []
    const files = yield* this.#client.listStatus(directory)
    return files.map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
  }

  *#renamed(from: string, to: string): Flow<boolean> {
    yield* this.#client.mkdirs(to.slice(0, to.lastIndexOf('/')))
    return yield* this.#client.rename(from, to)
  }

  #file(stream: HdfsOutputStream, books: StoredBooks): TemporaryFile {
    const ended = (done: (error?: KafkaException) => void) => (result: unknown) => { done(result instanceof KafkaException ? result : undefined) }
    return {
      append: (run, text, done) => { this.#run(this.#written(stream, { run, text, books }), ended(done)) },
      close: (done) => { this.#run(stream.close(), ended(done)) },
    }
  }

  *#written(stream: HdfsOutputStream, { run, text, books }: { readonly run: RecordRun; readonly text: string | undefined; readonly books: StoredBooks }): Flow<void> {
    const isUniform = this.#streams.of(run.first).content.isUniform
    for (let offset = 0; offset < run.count;) {
      const count = isUniform && text === undefined ? run.count : 1
      const part = { first: run.first + offset, count: 1 }
      const bytes = (text === undefined ? this.#streams.valueBytes(part) : text.length) + 1
      yield* stream.write({ bytes, count, first: part.first, books, ...(text === undefined ? {} : { text }) })
      offset += count
    }
  }

  #run<Result>(flow: Flow<Result>, done: (result: Result | KafkaException) => void): void {
    runFlow(this.#client.process, flow, (outcome) => {
      if (outcome.isOk) done(outcome.value)
      else if (outcome.error instanceof HadoopException) done(new KafkaException(outcome.error.className, outcome.error.message))
      else throw outcome.error
    })
  }
}
