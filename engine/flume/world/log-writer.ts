import type { RecordRun } from '../../ledger/record-run.ts'
import { streamIndexOf, type RecordStream } from '../../ledger/record-stream.ts'
import { driveArrivals, type Workload } from '../../ledger/workload.ts'
import { DiskError } from '../../sim/disk.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import type { FlumeLane } from '../agent/flume-lane.ts'
import type { LineFile } from '../files/line-file.ts'

/** What an application that writes a log is made from. */
export interface LogWriterOptions {
  readonly lane: FlumeLane
  readonly host: Host
  readonly name: string
  /** The file that it appends to. */
  readonly path: string
  /** Destinations of what it writes: those of the source that reads the file. */
  readonly owedTo: () => readonly number[]
}

/** An application on a host that appends lines to a file, a record a line; it starts with its host. */
export class LogWriter implements Program {
  readonly process: Process
  readonly #options: LogWriterOptions

  constructor(options: LogWriterOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { topology } = options.lane.lane
    const file = `${options.host.name}${options.path}`
    topology.node({ id: this.process.name, kind: 'outside', label: options.name, parent: options.host.name })
    topology.node({ id: file, kind: 'file', label: options.path, parent: options.host.name })
    topology.edge(this.process.name, file)
    this.process.start()
  }

  /** The file as it is now. */
  get file(): LineFile {
    return this.#options.lane.filesOf(this.#options.host).open(this.#options.path)
  }

  /** Appends the lines of a workload as they come. @returns what stops it */
  follow(workload: Workload, stream: RecordStream): () => void {
    return driveArrivals(this.process.simulation, this.process, { workload, stream }, (run) => {
      this.append(run)
    })
  }

  /** Appends lines in one write. What comes while the application is down, or finds the disk full, is dropped. */
  append(run: RecordRun): void {
    const { ledger } = this.#options.lane.lane
    ledger.owe(streamIndexOf(run.first), this.#options.owedTo())
    ledger.offered(run, this.process.name)
    if (!this.process.isRunning) {
      ledger.copyEnded(run, { fate: 'dropped', place: this.process.name, cause: 'the application is down' })
      return
    }
    try {
      this.file.write([run])
      ledger.note('appended', run, `${this.#options.host.name}${this.#options.path}`)
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      ledger.copyEnded(run, { fate: 'dropped', place: this.process.name, cause: error.message })
    }
  }

  onStart(): void {}

  onEnd(): void {}
}
