import type { EventRun } from '../../flume/event/event-run.ts'
import type { RecordRun } from '../../ledger/record-run.ts'

/** Records as a source connector makes them, in order. The value is a text: the run's own or its records', behind a prefix. */
export interface SourceRecords {
  readonly run: EventRun
  readonly prefix: string
}

/** The part of a source task that the connector brings (SourceTask). */
export interface SourceConnectorTask {
  /** Whether it gives records again that no broker has acknowledged; otherwise they are gone with the task. */
  readonly isRepeatable: boolean
  /** Calls back with the next records; with none after a while in which none came. */
  poll(done: (records: readonly SourceRecords[]) => void): void
  /** The first so many of the records that it gave are with the brokers, or dropped: writes its offset down. */
  commit(records: number): void
  /** What it has and has not given. */
  walk(visit: (run: RecordRun) => void): void
  /** Gives no more, and books what is gone with it. @param cause for the books */
  stop(cause: string): void
}
