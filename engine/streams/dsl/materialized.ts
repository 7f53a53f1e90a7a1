import type { Serde } from '../serde/serde.ts'

/** How a store of an operation is kept (org.apache.kafka.streams.kstream.Materialized). */
export interface Materialized {
  /** The store's name; generated when absent. */
  readonly as?: string
  readonly keySerde?: Serde
  readonly valueSerde?: Serde
  /** Whether changes of a key may meet in the record cache; true when absent. */
  readonly caching?: boolean
  /** Whether changes go to a changelog topic; true when absent. */
  readonly logging?: boolean
}

/** How a topic is read or written, and how a repartition topic is named (Consumed, Produced, Grouped, Repartitioned). */
export interface TopicOptions {
  readonly keySerde?: Serde
  readonly valueSerde?: Serde
  /** Of the repartition topic, before `-repartition`. */
  readonly as?: string
  /** Of the repartition topic. */
  readonly numberOfPartitions?: number
}
