import { HadoopException, ioFailure } from '../../../hadoop/hadoop-exception.ts'
import type { DfsClient } from '../../../hadoop/hdfs/client/dfs-client.ts'
import type { HdfsOutputStream } from '../../../hadoop/hdfs/client/output-stream.ts'
import type { FileData, StoredBooks } from '../../../hadoop/hdfs/file-data.ts'
import { illegalArgument } from '../../conf/java/java-exception.ts'
import type { EventRun } from '../../event/event-run.ts'
import type { Flow } from '../../thread/java-thread.ts'
import type { SinkContext } from '../sink-context.ts'
import { booksOf } from './hdfs-books.ts'
import { hdfsFileFormat, readsFirstMemberOnly, type HdfsFileFormat } from './hdfs-file-format.ts'
import type { HdfsSinkSettings } from './hdfs-sink-settings.ts'

/** Writes files to HDFS, one after the other. Source: AbstractHDFSWriter, HDFSDataStream, HDFSSequenceFile, HDFSCompressedDataStream. */
export class HdfsWriter {
  readonly #client: DfsClient
  readonly #context: SinkContext
  readonly #settings: HdfsSinkSettings
  readonly #format: HdfsFileFormat
  readonly #books: StoredBooks
  readonly #unreadable: StoredBooks
  #stream: HdfsOutputStream | undefined
  #flushes = 0

  /** @throws HadoopException IOException for a file type that does not exist; JavaException for a negative minBlockReplicas */
  constructor(context: SinkContext, settings: HdfsSinkSettings, client: DfsClient) {
    const format = hdfsFileFormat(settings, context.agent.lane.streams)
    if (format === undefined) throw ioFailure(`File type ${settings.fileType} not supported`)
    if (settings.minBlockReplicas !== undefined && settings.minBlockReplicas < 0) throw illegalArgument('hdfs.minBlockReplicas must be greater than or equal to 0')
    this.#context = context
    this.#settings = settings
    this.#client = client
    this.#format = format
    this.#books = booksOf(context)
    this.#unreadable = booksOf(context, 'behind the first member of a gzip file that Java wrote, whose later members have no header: readers stop there')
  }

  /** What the codec adds to names. */
  get extension(): string {
    return this.#format.extension
  }

  *open(path: string): Flow<void> {
    this.#stream = yield* this.#client.create(path)
    this.#flushes = 0
    yield* this.#writeAll(this.#format.begin())
  }

  *append(event: EventRun): Flow<void> {
    const { bytes, count } = this.#format.event(event)
    const books = this.#flushes > 0 && readsFirstMemberOnly(this.#settings) ? this.#unreadable : this.#books
    yield* this.#requireStream().write({ bytes, count, first: event.first, books })
  }

  /** hflush: what was appended is in the memory of all data nodes of the pipeline. */
  *sync(): Flow<void> {
    yield* this.#writeAll(this.#format.beforeFlush())
    yield* this.#requireStream().hflush()
    this.#flushes++
  }

  *close(): Flow<void> {
    const stream = this.#requireStream()
    yield* stream.hflush()
    yield* stream.close()
  }

  /** Whether the block that is written has fewer replicas than wanted. Source: AbstractHDFSWriter.isUnderReplicated. */
  isUnderReplicated(): boolean {
    try {
      const wanted = this.#settings.minBlockReplicas ?? this.#client.defaultReplication
      return this.#requireStream().currentBlockReplication() < wanted
    } catch (error) {
      if (!(error instanceof HadoopException)) throw error
      const { agent, loaded } = this.#context
      agent.log(loaded.name, 'ERROR', { logger: 'AbstractHDFSWriter', message: 'Unexpected error while checking replication factor' })
      return false
    }
  }

  *exists(path: string): Flow<boolean> {
    return yield* this.#client.exists(path)
  }

  *rename(from: string, to: string): Flow<boolean> {
    return yield* this.#client.rename(from, to)
  }

  *recoverLease(path: string): Flow<boolean> {
    return yield* this.#client.recoverLease(path)
  }

  *#writeAll(data: readonly FileData[]): Flow<void> {
    for (const part of data) yield* this.#requireStream().write(part)
  }

  #requireStream(): HdfsOutputStream {
    if (this.#stream === undefined) throw ioFailure('the file was never opened')
    return this.#stream
  }
}
