import type { HostHandle, ProcessHandle } from './fault-types.ts'
import type { ConfigValue, KafkaProperties, StoreHandle } from './lane-types.ts'
import type { Duration } from './load-types.ts'

/** A value in a tuple. */
export type TupleValue = string | number | boolean | null

/** A tuple as a bolt of your own gets it, with the methods of Storm's Tuple. */
export interface StormTuple {
  readonly sourceComponent: string
  readonly values: readonly TupleValue[]
  readonly getValueByField: (field: string) => TupleValue
}

/** How a bolt of your own emits and answers, as Storm's OutputCollector. */
export interface StormCollector {
  /** Anchored: the tuple joins the trees of its anchors, and its failure is theirs. */
  readonly emit: {
    (anchor: StormTuple | readonly StormTuple[], values: readonly TupleValue[]): void
    /** Unanchored: nobody hears of its failure. */
    (values: readonly TupleValue[]): void
  }
  readonly ack: (tuple: StormTuple) => void
  readonly fail: (tuple: StormTuple) => void
}

/** A Storm cluster for one topology. Keys of the topology are Storm's own: `'topology.message.timeout.secs'`, `'topology.max.spout.pending'`, … */
export type StormOptions = { readonly [key: `topology.${string}`]: ConfigValue | null } & {
  /** Name of the topology; 'topology' when not given. */
  readonly name?: string
  /** Machines with a supervisor, `supervisor-1` and so on; 1 when not given. */
  readonly supervisors?: number
}

/** A Kafka spout, with the names of KafkaSpoutConfig; keys with a dot are the consumer's. */
export type KafkaSpoutOptions = KafkaProperties & {
  readonly topics: string | readonly string[]
  readonly groupId: string
  /** Executors; each takes its share of the partitions. */
  readonly parallelism?: number
  readonly processingGuarantee?: 'AT_LEAST_ONCE' | 'AT_MOST_ONCE' | 'NO_GUARANTEE'
  readonly firstPollOffsetStrategy?: 'UNCOMMITTED_EARLIEST' | 'UNCOMMITTED_LATEST' | 'EARLIEST' | 'LATEST'
  readonly offsetCommitPeriodMs?: number
  readonly maxUncommittedOffsets?: number
  readonly pollTimeoutMs?: number
  readonly tupleTrackingEnforced?: boolean
  /** Attempts beyond the first, after which an offset counts as acked; 2,147,483,647 when not given. */
  readonly maxRetries?: number
}

/** A bolt. Without `execute` it passes its tuples on, anchored, and acks them. */
export interface BoltOptions {
  readonly parallelism?: number
  /** What the work on one tuple takes; nothing when not given. */
  readonly takes?: Duration
  /** Names of the values that it emits; those of its input when not given. */
  readonly fields?: readonly string[]
  /** Your own code. What it throws ends the worker, as in Storm. */
  readonly execute?: (tuple: StormTuple, collector: StormCollector) => void
}

/** A bolt with its subscriptions. */
export interface BoltHandle {
  readonly name: string
  readonly shuffleGrouping: (from: string) => BoltHandle
  readonly localOrShuffleGrouping: (from: string) => BoltHandle
  readonly fieldsGrouping: (from: string, fields: readonly string[]) => BoltHandle
  readonly partialKeyGrouping: (from: string, fields: readonly string[]) => BoltHandle
  readonly globalGrouping: (from: string) => BoltHandle
  readonly allGrouping: (from: string) => BoltHandle
  readonly noneGrouping: (from: string) => BoltHandle
  /** Writes each tuple's record to a store, and acks when that has answered. */
  readonly writes: (store: StoreHandle) => BoltHandle
}

/** A topology and the cluster that it runs on. */
export interface StormHandle {
  readonly name: string
  /** A spout that reads topics of the lane's Kafka cluster; its fields are topic, partition, offset, key, value. */
  readonly kafkaSpout: (id: string, options: KafkaSpoutOptions) => StormHandle
  readonly bolt: (id: string, options?: BoltOptions) => BoltHandle
  /** A worker's process, by number from 1, while the run goes on. */
  readonly worker: (number: number) => ProcessHandle
  /** A supervisor's machine, by number from 1. */
  readonly supervisor: (number: number) => HostHandle
}
