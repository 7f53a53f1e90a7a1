import type { Lane } from '../../ledger/lane.ts'
import type { Process } from '../../sim/process.ts'

/** Where a client lives. */
export interface ClientContext {
  readonly lane: Lane
  /** The application's process. */
  readonly process: Process
  /** The client's component name in tracks, journal, stories and picture: `${process.name}/…`. */
  readonly name: string
  /** client.id */
  readonly clientId: string
}
