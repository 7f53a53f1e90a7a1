import type { CarriesRecords } from '../../ledger/lane.ts'
import type { EventRun } from '../event/event-run.ts'

/** Lines that a TCP client writes, one record a line; or one UDP datagram. */
export interface LinesMessage extends CarriesRecords {
  readonly lines: readonly EventRun[]
  readonly carriedRuns: readonly EventRun[]
  /** What comes before each line's text, for example a syslog header; empty for none. */
  readonly prefix: string
  /** What follows the last newline: no line yet, and no record. */
  readonly unfinished?: string
  /** Whether some of it is no UTF-8. */
  readonly hasRawBytes?: boolean
}

/** A line that the server writes back. */
export interface LineReply {
  readonly text: string
}

/** Ports of UDP are apart from those of TCP. */
export function udpPort(port: number): number {
  return 65_536 + port
}
