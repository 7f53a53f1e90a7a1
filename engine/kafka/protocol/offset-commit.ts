import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** An element of `partitions` of the OffsetCommit request. */
export interface OffsetCommitRequestPartition {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch: number
  readonly committedMetadata: string | null
}

function offsetCommitRequestPartitionBytes(entry: OffsetCommitRequestPartition): number {
  return 17 + compactStringBytes(entry.committedMetadata)
}

/** An element of `topics` of the OffsetCommit request. */
export interface OffsetCommitRequestTopic {
  readonly topicId: Uuid
  /** Version 9, which admin clients send, names the topic instead. */
  readonly name?: string
  readonly partitions: readonly OffsetCommitRequestPartition[]
}

function offsetCommitRequestTopicBytes(entry: OffsetCommitRequestTopic): number {
  return (entry.name === undefined ? 17 : 1 + compactStringBytes(entry.name)) + compactArrayBytes(entry.partitions, offsetCommitRequestPartitionBytes)
}

/** OffsetCommit request v10. Commits positions of a group; generation -1 and an empty member id for a stand-alone consumer. */
export interface OffsetCommitRequest {
  readonly groupId: string
  readonly generationIdOrMemberEpoch: number
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly topics: readonly OffsetCommitRequestTopic[]
}

/** Bytes of the body on the wire (version 10), header excluded. */
export function offsetCommitRequestBytes(message: OffsetCommitRequest): number {
  return 5
    + compactStringBytes(message.groupId)
    + compactStringBytes(message.memberId)
    + compactStringBytes(message.groupInstanceId)
    + compactArrayBytes(message.topics, offsetCommitRequestTopicBytes)
}

/** An element of `partitions` of the OffsetCommit response. */
export interface OffsetCommitResponsePartition {
  readonly partitionIndex: number
  readonly errorCode: number
}

const OFFSET_COMMIT_RESPONSE_PARTITION_BYTES = 7

/** An element of `topics` of the OffsetCommit response. */
export interface OffsetCommitResponseTopic {
  readonly topicId: Uuid
  /** Version 9, which admin clients send, names the topic instead. */
  readonly name?: string
  readonly partitions: readonly OffsetCommitResponsePartition[]
}

function offsetCommitResponseTopicBytes(entry: OffsetCommitResponseTopic): number {
  return (entry.name === undefined ? 17 : 1 + compactStringBytes(entry.name)) + compactFixedArrayBytes(entry.partitions, OFFSET_COMMIT_RESPONSE_PARTITION_BYTES)
}

/** OffsetCommit response v10. Result per partition. */
export interface OffsetCommitResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetCommitResponseTopic[]
}

/** Bytes of the body on the wire (version 10), header excluded. */
export function offsetCommitResponseBytes(message: OffsetCommitResponse): number {
  return 5 + compactArrayBytes(message.topics, offsetCommitResponseTopicBytes)
}
