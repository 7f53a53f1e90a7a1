import type { LineFile } from '../../flume/files/line-file.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { SourceConnectorTask, SourceRecords } from '../runtime/source-connector.ts'
import { taskName, type TaskContext } from '../runtime/task-context.ts'

const pollWaitMicros = 1_000_000

/** A record for each whole line of a file; its offset is the position in bytes behind a line (FileStreamSourceTask). */
export class FileStreamSource implements SourceConnectorTask {
  readonly isRepeatable = true
  readonly #context: TaskContext
  readonly #path: string
  readonly #incarnation: number
  /** The line that the task began at. */
  #begin: number | undefined
  #line = 0
  #isStopped = false

  constructor(context: TaskContext) {
    this.#context = context
    this.#path = context.properties.get('file') ?? ''
    this.#incarnation = context.process.incarnation
    this.#file()?.addReader({ onAppend: () => undefined })
  }

  poll(done: (records: readonly SourceRecords[]) => void): void {
    const { process, properties } = this.#context
    const file = this.#file()
    const records = file === undefined ? [] : this.#read(file, Number(properties.get('batch.size') ?? '2000'))
    if (file === undefined) process.log(taskName(this.#context), 'WARN', `Couldn't find file ${this.#path} for FileStreamSourceTask, sleeping to wait for it to be created`)
    if (records.length > 0) done(records)
    else process.after(pollWaitMicros, () => { if (!this.#isStopped) done([]) })
  }

  commit(records: number): void {
    const file = this.#file()
    if (file === undefined || this.#begin === undefined) return
    const position = file.byteOfLine(this.#begin + records)
    const { offsets, connector } = this.#context
    if (offsets.read(connector, this.#path) !== position && position > 0) offsets.write(connector, this.#path, position)
  }

  /** What can be read from the saved position on. */
  walk(visit: (run: RecordRun) => void): void {
    const file = this.#file()
    if (file === undefined || this.#context.process.incarnation !== this.#incarnation) return
    const from = this.#savedLine(file)
    for (const run of file.read(from, file.lineCount - from)) visit(run)
  }

  stop(): void {
    this.#isStopped = true
  }

  #file(): LineFile | undefined {
    return this.#context.files.find(this.#path)
  }

  #read(file: LineFile, linesMax: number): readonly SourceRecords[] {
    if (this.#begin === undefined) {
      this.#begin = this.#savedLine(file)
      this.#line = this.#begin
    }
    const runs = file.read(this.#line, linesMax)
    for (const { count } of runs) this.#line += count
    return runs.map((run) => ({ run, prefix: '' }))
  }

  #savedLine(file: LineFile): number {
    return file.lineOfByte(this.#context.offsets.read(this.#context.connector, this.#path) ?? 0)
  }
}
