import type { RecordRun } from './record-run.ts'

/**
 * Anything from which a record can still be delivered: a queue, a log, a socket, a buffer, a file that will be read.
 * The ledger finds what is in flight by walking holders, and by nothing else.
 */
export interface Holder {
  /** The component's name, as on the picture. */
  readonly place: string
  /** Destinations that can still be served from here; all of the lane's when absent. */
  destinations?(): readonly number[]
  /** Calls back for each run of records that is held now. */
  walk(visit: (run: RecordRun) => void): void
}
