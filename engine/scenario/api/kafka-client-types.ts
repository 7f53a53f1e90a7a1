import type { ConsumerOptions, ProducerOptions } from './lane-types.ts'

/** A message as KafkaJS takes it. */
export interface KafkaMessage {
  readonly key?: string | null
  readonly value: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly partition?: number
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

/** KafkaJS's entry: producers and consumers for your own async code. Keys and semantics are the Java client's. */
export interface KafkaClient {
  readonly producer: (options?: ProducerOptions) => {
    readonly connect: () => Promise<void>
    readonly send: (request: { readonly topic: string; readonly messages: readonly KafkaMessage[] }) => Promise<RecordMetadata[]>
    readonly disconnect: () => Promise<void>
  }
  readonly consumer: (options: ConsumerOptions) => {
    readonly connect: () => Promise<void>
    readonly subscribe: (request: { readonly topics: readonly string[]; readonly fromBeginning?: boolean }) => Promise<void>
    readonly run: (options: { readonly eachMessage: (received: ReceivedMessage) => Promise<void> | void }) => Promise<void>
    readonly disconnect: () => Promise<void>
  }
  readonly admin: () => {
    readonly connect: () => Promise<void>
    readonly createTopics: (request: { readonly topics: readonly { readonly topic: string; readonly numPartitions?: number; readonly replicationFactor?: number }[] }) => Promise<boolean>
    readonly createPartitions: (request: { readonly topicPartitions: readonly { readonly topic: string; readonly count: number }[] }) => Promise<boolean>
    readonly fetchOffsets: (request: { readonly groupId: string }) => Promise<GroupOffsets[]>
    /** While the group has no members. */
    readonly setOffsets: (request: { readonly groupId: string; readonly topic: string; readonly partitions: readonly { readonly partition: number; readonly offset: string | number }[] }) => Promise<void>
    readonly describeGroups: (groupIds: readonly string[]) => Promise<{ readonly groups: readonly { readonly groupId: string; readonly state: string; readonly members: readonly { readonly memberId: string; readonly clientId: string }[] }[] }>
    readonly deleteGroups: (groupIds: readonly string[]) => Promise<void>
    readonly disconnect: () => Promise<void>
  }
}
