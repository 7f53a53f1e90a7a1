import type { StateStore } from '../state/state-store.ts'

/** A record on its way through the nodes of a topology. */
export interface StreamRecord {
  readonly key: unknown
  readonly value: unknown
  /** Of a table's change: the row before; null for streams, for new rows, and where nobody downstream asks for it. */
  readonly oldValue: unknown
  /** Milliseconds since 1970. */
  readonly timestamp: number
}

/** Where the record in hand was read (ProcessorRecordContext). */
export interface RecordContext {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly timestamp: number
}

/** What a node of a task may do. */
export interface ProcessorContext {
  /** Gives a record to all children. */
  forward(record: StreamRecord): void
  /** Gives a record to one child. */
  forwardTo(child: string, record: StreamRecord): void
  /** A state store that the node is connected to. @throws StreamsException when it is not */
  store(name: string): StateStore
  /** Where the record in hand was read. */
  readonly recordContext: RecordContext
  /** Does something with another record in hand. */
  within(context: RecordContext, action: () => void): void
  /** Wall-clock time in milliseconds since 1970. */
  nowMs(): number
  /** Counts a dropped record (metric `dropped-records-total` of the task). */
  drop(): void
  /** A setting of the application, as text. */
  setting(name: string): string | undefined
}

/** What a node does with each record; made anew for each task. */
export type ProcessorSupplier = (context: ProcessorContext) => (record: StreamRecord) => void
