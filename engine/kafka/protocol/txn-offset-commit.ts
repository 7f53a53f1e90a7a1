import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `partitions` of the TxnOffsetCommit request. */
export interface TxnOffsetCommitRequestPartition {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch: number
  readonly committedMetadata: string | null
}

function txnOffsetCommitRequestPartitionBytes(entry: TxnOffsetCommitRequestPartition): number {
  return 17 + compactStringBytes(entry.committedMetadata)
}

/** An element of `topics` of the TxnOffsetCommit request. */
export interface TxnOffsetCommitRequestTopic {
  readonly name: string
  readonly partitions: readonly TxnOffsetCommitRequestPartition[]
}

function txnOffsetCommitRequestTopicBytes(entry: TxnOffsetCommitRequestTopic): number {
  return 1 + compactStringBytes(entry.name) + compactArrayBytes(entry.partitions, txnOffsetCommitRequestPartitionBytes)
}

/** TxnOffsetCommit request v5. Commits a group's offsets inside a transaction. */
export interface TxnOffsetCommitRequest {
  readonly transactionalId: string
  readonly groupId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly topics: readonly TxnOffsetCommitRequestTopic[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function txnOffsetCommitRequestBytes(message: TxnOffsetCommitRequest): number {
  return 15
    + compactStringBytes(message.transactionalId)
    + compactStringBytes(message.groupId)
    + compactStringBytes(message.memberId)
    + compactStringBytes(message.groupInstanceId)
    + compactArrayBytes(message.topics, txnOffsetCommitRequestTopicBytes)
}

/** An element of `partitions` of the TxnOffsetCommit response. */
export interface TxnOffsetCommitResponsePartition {
  readonly partitionIndex: number
  readonly errorCode: number
}

const TXN_OFFSET_COMMIT_RESPONSE_PARTITION_BYTES = 7

/** An element of `topics` of the TxnOffsetCommit response. */
export interface TxnOffsetCommitResponseTopic {
  readonly name: string
  readonly partitions: readonly TxnOffsetCommitResponsePartition[]
}

function txnOffsetCommitResponseTopicBytes(entry: TxnOffsetCommitResponseTopic): number {
  return 1
    + compactStringBytes(entry.name)
    + compactFixedArrayBytes(entry.partitions, TXN_OFFSET_COMMIT_RESPONSE_PARTITION_BYTES)
}

/** TxnOffsetCommit response v5. Result per partition. */
export interface TxnOffsetCommitResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly TxnOffsetCommitResponseTopic[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function txnOffsetCommitResponseBytes(message: TxnOffsetCommitResponse): number {
  return 5 + compactArrayBytes(message.topics, txnOffsetCommitResponseTopicBytes)
}
