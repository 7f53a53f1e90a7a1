import type { RecordRun } from '../../ledger/record-run.ts'
import { DiskError } from '../../sim/disk.ts'
import type { Host } from '../../sim/host.ts'
import type { FlumeLane } from '../agent/flume-lane.ts'

/** What puts files into a spooling directory is made from. */
export interface SpoolDropperOptions {
  readonly lane: FlumeLane
  readonly host: Host
  readonly directory: string
  /** Destinations of the lines: those of the source that reads the directory. */
  readonly owedTo: () => readonly number[]
}

/** Moves complete files into a directory. */
export class SpoolDropper {
  readonly #options: SpoolDropperOptions

  constructor(options: SpoolDropperOptions) {
    this.#options = options
    options.lane.filesOf(options.host).makeDirectory(options.directory)
  }

  /** A complete file appears under its name, with a record a line; on a host without power, or with a full disk, nothing happens but the loss. */
  drop(name: string, run: RecordRun, streamIndex: number): void {
    const { lane, host, directory, owedTo } = this.#options
    const place = `${host.name}${directory}`
    lane.lane.ledger.owe(streamIndex, owedTo())
    lane.lane.ledger.offered(run, place)
    const dropped = (cause: string): void => { lane.lane.ledger.copyEnded(run, { fate: 'dropped', place, cause }) }
    if (!host.hasPower) {
      dropped('the host has no power')
      return
    }
    try {
      lane.filesOf(host).open(`${directory}/${name}`).write([run])
    } catch (error) {
      if (!(error instanceof DiskError)) throw error
      dropped(error.message)
    }
  }
}
