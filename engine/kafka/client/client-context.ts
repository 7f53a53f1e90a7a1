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
  /** How late its threads wake from a wait, in microseconds; a modelling parameter, see {@link wakeLateMicrosOf}. */
  readonly wakeLateMicros?: number
}

/** Linux's timer slack (50 µs) and the scheduling of a thread on an idle machine. */
const wakeLateMicrosDefault = 100

/** How late the client's threads wake from a wait, in microseconds: 100 unless its context says otherwise. */
export function wakeLateMicrosOf({ wakeLateMicros }: ClientContext): number {
  return wakeLateMicros ?? wakeLateMicrosDefault
}
