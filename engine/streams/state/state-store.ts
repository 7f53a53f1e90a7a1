import type { RecordContext } from '../processor/processor.ts'
import type { ByteString } from '../serde/byte-string.ts'

/** What a store keeps for a key: the value's bytes and its timestamp in milliseconds. */
export interface Entry {
  readonly value: ByteString
  readonly timestamp: number
}

/** A change as the changelog topic gets it; a null value is a tombstone. */
export interface LoggedChange {
  readonly key: ByteString
  readonly value: ByteString | null
  /** Milliseconds; null where Kafka Streams gives none and the producer's clock is taken. */
  readonly timestamp: number | null
}

/** What a store needs of the task that it belongs to. */
export interface StoreHost {
  readonly recordContext: RecordContext
  within(context: RecordContext, action: () => void): void
  /** Sends a change to the store's changelog; does nothing for a store that has none. */
  log(store: string, change: LoggedChange): void
  drop(): void
  /** Says that bytes of changes wait in the record cache of a store: more, or (negative) fewer. @returns bytes over what the cache may hold */
  cached(bytes: number): number
}

/** What all stores of a task have in common. */
export interface StateStore {
  readonly name: string
  /** Hands what waits in the cache to the changelog and downstream. */
  flush(): void
  /** Takes a change back from the changelog after the task has moved or its process has died. */
  restore(change: LoggedChange): void
}
