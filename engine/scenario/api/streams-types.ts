import type { StreamsBuilder } from '../../streams/dsl/streams-builder.ts'
import type { Serdes } from '../../streams/serde/serde.ts'
import type { Duration } from './load-types.ts'
import type { HostHandle, ProcessHandle } from './fault-types.ts'

/** One instance of a Kafka Streams application. */
export type StreamsHandle = ProcessHandle

/** A Kafka Streams application: its topology, and keys of StreamsConfig and of its clients. */
export interface StreamsOptions {
  readonly 'application.id': string
  /** Builds the topology with the DSL's names; called once. */
  readonly topology: (builder: StreamsBuilder, serdes: typeof Serdes) => void
  readonly on?: HostHandle
  /** What its own work on each record takes. */
  readonly processing?: Duration
  readonly [key: `${string}.${string}`]: string | number | boolean
}
