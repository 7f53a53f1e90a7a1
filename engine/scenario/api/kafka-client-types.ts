import type { ConsumerOptions, ProducerOptions } from './lane-types.ts'

/** A message as KafkaJS takes it. */
export interface KafkaMessage {
  readonly key?: string | null
  readonly value: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly partition?: number
}

/** A transaction as KafkaJS has it: what was sent within it holds when it commits. */
export interface KafkaTransaction {
  readonly send: (request: { readonly topic: string; readonly messages: readonly KafkaMessage[] }) => Promise<RecordMetadata[]>
  readonly sendOffsets: (request: { readonly consumerGroupId: string; readonly topics: readonly { readonly topic: string; readonly partitions: readonly { readonly partition: number; readonly offset: string | number }[] }[] }) => Promise<void>
  readonly commit: () => Promise<void>
  readonly abort: () => Promise<void>
}

/** A received message as KafkaJS hands it over. */
export interface ReceivedMessage {
  readonly topic: string
  readonly partition: number
  readonly message: {
    readonly key: string | null
    readonly value: string | null
    readonly headers: Readonly<Record<string, string>>
    readonly offset: string
    readonly timestamp: string
  }
}

/** Records of one partition as KafkaJS hands them to `eachBatch`. */
export interface ReceivedBatch {
  readonly batch: {
    readonly topic: string
    readonly partition: number
    readonly messages: readonly ReceivedMessage['message'][]
    readonly isEmpty: () => boolean
    readonly firstOffset: () => string
    readonly lastOffset: () => string
  }
  /** Everything up to this offset is handled. */
  readonly resolveOffset: (offset: string | number) => void
  /** Commits what is resolved. */
  readonly commitOffsetsIfNecessary: () => Promise<void>
  /** Does nothing: the simulated client sends its heartbeats by itself. */
  readonly heartbeat: () => Promise<void>
  readonly isRunning: () => boolean
  /** Whether the partition was paused or moved meanwhile. */
  readonly isStale: () => boolean
}

/** A partition and an offset of it. */
export interface TopicPartitionOffset {
  readonly topic: string
  readonly partition: number
  readonly offset: string | number
}

/** Where a message was stored. */
export interface RecordMetadata {
  readonly topicName: string
  readonly partition: number
  readonly baseOffset: string
}

/** What a group has committed of a topic. */
export interface GroupOffsets {
  readonly topic: string
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[]
}

/** KafkaJS's names for keys of the Java producer. */
export interface KafkaJSProducerOptions {
  readonly transactionalId?: string
  readonly transactionTimeout?: number
  readonly idempotent?: boolean
  readonly maxInFlightRequests?: number
}

/** KafkaJS's names for keys of the Java consumer. */
export interface KafkaJSConsumerOptions {
  readonly sessionTimeout?: number
  readonly heartbeatInterval?: number
  readonly minBytes?: number
  readonly maxBytes?: number
  readonly maxBytesPerPartition?: number
  readonly maxWaitTimeInMs?: number
}

/** KafkaJS's entry: producers and consumers for your own async code. Keys and semantics are the Java client's. */
export interface KafkaClient {
  readonly producer: (options?: ProducerOptions & KafkaJSProducerOptions) => {
    readonly connect: () => Promise<void>
    readonly send: (request: { readonly topic: string; readonly messages: readonly KafkaMessage[] }) => Promise<RecordMetadata[]>
    /** Begins a transaction; the producer needs a `transactionalId`. */
    readonly transaction: () => Promise<KafkaTransaction>
    readonly disconnect: () => Promise<void>
  }
  readonly consumer: (options: ConsumerOptions & KafkaJSConsumerOptions) => {
    readonly connect: () => Promise<void>
    readonly subscribe: (request: { readonly topics: readonly string[]; readonly fromBeginning?: boolean }) => Promise<void>
    /** With `autoCommit: false` only `commitOffsets` and `commitOffsetsIfNecessary` commit. */
    readonly run: (options: { readonly autoCommit?: boolean } & (
      | { readonly eachMessage: (received: ReceivedMessage) => Promise<void> | void }
      | { readonly eachBatch: (received: ReceivedBatch) => Promise<void> | void; readonly eachBatchAutoResolve?: boolean }
    )) => Promise<void>
    /** Fetches no more of these partitions, or of all that it has of a topic; of a batch in hand the rest comes again later. */
    readonly pause: (partitions: readonly { readonly topic: string; readonly partitions?: readonly number[] }[]) => void
    readonly resume: (partitions: readonly { readonly topic: string; readonly partitions?: readonly number[] }[]) => void
    /** Offset '-2' is the beginning, '-1' the end. */
    readonly seek: (request: TopicPartitionOffset) => void
    readonly commitOffsets: (offsets: readonly TopicPartitionOffset[]) => Promise<void>
    /** Leaves the group; `run` begins again. */
    readonly stop: () => Promise<void>
    readonly disconnect: () => Promise<void>
  }
  readonly admin: () => {
    readonly connect: () => Promise<void>
    readonly createTopics: (request: { readonly topics: readonly { readonly topic: string; readonly numPartitions?: number; readonly replicationFactor?: number }[] }) => Promise<boolean>
    readonly createPartitions: (request: { readonly topicPartitions: readonly { readonly topic: string; readonly count: number }[] }) => Promise<boolean>
    readonly fetchOffsets: (request: { readonly groupId: string }) => Promise<GroupOffsets[]>
    /** While the group has no members. */
    readonly setOffsets: (request: { readonly groupId: string; readonly topic: string; readonly partitions: readonly { readonly partition: number; readonly offset: string | number }[] }) => Promise<void>
    /** The same, to the end of the topic, or to its beginning. */
    readonly resetOffsets: (request: { readonly groupId: string; readonly topic: string; readonly earliest?: boolean }) => Promise<void>
    readonly listTopics: () => Promise<string[]>
    readonly describeCluster: () => Promise<{ readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[]; readonly controller: number; readonly clusterId: string }>
    readonly fetchTopicOffsets: (topic: string) => Promise<{ readonly partition: number; readonly offset: string; readonly high: string; readonly low: string }[]>
    readonly deleteTopics: (request: { readonly topics: readonly string[] }) => Promise<void>
    /** Replaces what a topic has of its own (type 2): keys that are not named go back to their defaults. */
    readonly alterConfigs: (request: { readonly resources: readonly { readonly type: number; readonly name: string; readonly configEntries: readonly { readonly name: string; readonly value: string }[] }[] }) => Promise<void>
    readonly describeGroups: (groupIds: readonly string[]) => Promise<{ readonly groups: readonly { readonly groupId: string; readonly state: string; readonly members: readonly { readonly memberId: string; readonly clientId: string }[] }[] }>
    readonly deleteGroups: (groupIds: readonly string[]) => Promise<void>
    readonly disconnect: () => Promise<void>
  }
}
