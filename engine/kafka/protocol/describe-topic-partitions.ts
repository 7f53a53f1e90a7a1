import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** An element of `topics` of the DescribeTopicPartitions request. */
export interface DescribeTopicPartitionsRequestTopicRequest {
  readonly name: string
}

function describeTopicPartitionsRequestTopicRequestBytes(entry: DescribeTopicPartitionsRequestTopicRequest): number {
  return 1 + compactStringBytes(entry.name)
}

/** The structure `cursor` of the DescribeTopicPartitions request. */
export interface DescribeTopicPartitionsRequestCursor {
  readonly topicName: string
  readonly partitionIndex: number
}

function describeTopicPartitionsRequestCursorBytes(entry: DescribeTopicPartitionsRequestCursor): number {
  return 5 + compactStringBytes(entry.topicName)
}

/** DescribeTopicPartitions request v0. Topics' partitions, page by page (KIP-966). */
export interface DescribeTopicPartitionsRequest {
  readonly topics: readonly DescribeTopicPartitionsRequestTopicRequest[]
  readonly responsePartitionLimit: number
  readonly cursor: DescribeTopicPartitionsRequestCursor | null
}

/** Bytes of the body on the wire (version 0), header excluded. */
export function describeTopicPartitionsRequestBytes(message: DescribeTopicPartitionsRequest): number {
  return 5
    + compactArrayBytes(message.topics, describeTopicPartitionsRequestTopicRequestBytes)
    + (message.cursor === null ? 1 : 1 + describeTopicPartitionsRequestCursorBytes(message.cursor))
}

/** An element of `partitions` of the DescribeTopicPartitions response. */
export interface DescribeTopicPartitionsResponsePartition {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  readonly eligibleLeaderReplicas: readonly number[] | null
  readonly lastKnownElr: readonly number[] | null
  readonly offlineReplicas: readonly number[]
}

function describeTopicPartitionsResponsePartitionBytes(entry: DescribeTopicPartitionsResponsePartition): number {
  return 15
    + compactFixedArrayBytes(entry.replicaNodes, 4)
    + compactFixedArrayBytes(entry.isrNodes, 4)
    + compactFixedArrayBytes(entry.eligibleLeaderReplicas, 4)
    + compactFixedArrayBytes(entry.lastKnownElr, 4)
    + compactFixedArrayBytes(entry.offlineReplicas, 4)
}

/** An element of `topics` of the DescribeTopicPartitions response. */
export interface DescribeTopicPartitionsResponseTopic {
  readonly errorCode: number
  readonly name: string | null
  readonly topicId: Uuid
  readonly isInternal: boolean
  readonly partitions: readonly DescribeTopicPartitionsResponsePartition[]
  readonly topicAuthorizedOperations: number
}

function describeTopicPartitionsResponseTopicBytes(entry: DescribeTopicPartitionsResponseTopic): number {
  return 24
    + compactStringBytes(entry.name)
    + compactArrayBytes(entry.partitions, describeTopicPartitionsResponsePartitionBytes)
}

/** The structure `nextCursor` of the DescribeTopicPartitions response. */
export interface DescribeTopicPartitionsResponseCursor {
  readonly topicName: string
  readonly partitionIndex: number
}

function describeTopicPartitionsResponseCursorBytes(entry: DescribeTopicPartitionsResponseCursor): number {
  return 5 + compactStringBytes(entry.topicName)
}

/** DescribeTopicPartitions response v0. Partitions with ISR, ELR and last known ELR. */
export interface DescribeTopicPartitionsResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly DescribeTopicPartitionsResponseTopic[]
  readonly nextCursor: DescribeTopicPartitionsResponseCursor | null
}

/** Bytes of the body on the wire (version 0), header excluded. */
export function describeTopicPartitionsResponseBytes(message: DescribeTopicPartitionsResponse): number {
  return 5
    + compactArrayBytes(message.topics, describeTopicPartitionsResponseTopicBytes)
    + (message.nextCursor === null ? 1 : 1 + describeTopicPartitionsResponseCursorBytes(message.nextCursor))
}
