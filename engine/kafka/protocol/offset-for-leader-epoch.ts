import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `partitions` of the OffsetForLeaderEpoch request. */
export interface OffsetForLeaderEpochRequestOffsetForLeaderPartition {
  readonly partition: number
  readonly currentLeaderEpoch: number
  readonly leaderEpoch: number
}

const OFFSET_FOR_LEADER_EPOCH_REQUEST_OFFSET_FOR_LEADER_PARTITION_BYTES = 13

/** An element of `topics` of the OffsetForLeaderEpoch request. */
export interface OffsetForLeaderEpochRequestOffsetForLeaderTopic {
  readonly topic: string
  readonly partitions: readonly OffsetForLeaderEpochRequestOffsetForLeaderPartition[]
}

function offsetForLeaderEpochRequestOffsetForLeaderTopicBytes(entry: OffsetForLeaderEpochRequestOffsetForLeaderTopic): number {
  return 1
    + compactStringBytes(entry.topic)
    + compactFixedArrayBytes(entry.partitions, OFFSET_FOR_LEADER_EPOCH_REQUEST_OFFSET_FOR_LEADER_PARTITION_BYTES)
}

/** OffsetForLeaderEpoch request v4. Asks where an epoch ended (KIP-101, KIP-320). */
export interface OffsetForLeaderEpochRequest {
  readonly replicaId: number
  readonly topics: readonly OffsetForLeaderEpochRequestOffsetForLeaderTopic[]
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function offsetForLeaderEpochRequestBytes(message: OffsetForLeaderEpochRequest): number {
  return 5 + compactArrayBytes(message.topics, offsetForLeaderEpochRequestOffsetForLeaderTopicBytes)
}

/** An element of `partitions` of the OffsetForLeaderEpoch response. */
export interface OffsetForLeaderEpochResponseEpochEndOffset {
  readonly errorCode: number
  readonly partition: number
  readonly leaderEpoch: number
  readonly endOffset: number
}

const OFFSET_FOR_LEADER_EPOCH_RESPONSE_EPOCH_END_OFFSET_BYTES = 19

/** An element of `topics` of the OffsetForLeaderEpoch response. */
export interface OffsetForLeaderEpochResponseOffsetForLeaderTopicResult {
  readonly topic: string
  readonly partitions: readonly OffsetForLeaderEpochResponseEpochEndOffset[]
}

function offsetForLeaderEpochResponseOffsetForLeaderTopicResultBytes(entry: OffsetForLeaderEpochResponseOffsetForLeaderTopicResult): number {
  return 1
    + compactStringBytes(entry.topic)
    + compactFixedArrayBytes(entry.partitions, OFFSET_FOR_LEADER_EPOCH_RESPONSE_EPOCH_END_OFFSET_BYTES)
}

/** OffsetForLeaderEpoch response v4. End offset of the largest epoch not above the one asked for. */
export interface OffsetForLeaderEpochResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetForLeaderEpochResponseOffsetForLeaderTopicResult[]
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function offsetForLeaderEpochResponseBytes(message: OffsetForLeaderEpochResponse): number {
  return 5 + compactArrayBytes(message.topics, offsetForLeaderEpochResponseOffsetForLeaderTopicResultBytes)
}
