import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `partitions` of the ListOffsets request. */
export interface ListOffsetsPartition {
  readonly partitionIndex: number
  readonly currentLeaderEpoch: number
  readonly timestamp: number
}

const LIST_OFFSETS_PARTITION_BYTES = 17

/** An element of `topics` of the ListOffsets request. */
export interface ListOffsetsTopic {
  readonly name: string
  readonly partitions: readonly ListOffsetsPartition[]
}

function listOffsetsTopicBytes(entry: ListOffsetsTopic): number {
  return 1 + compactStringBytes(entry.name) + compactFixedArrayBytes(entry.partitions, LIST_OFFSETS_PARTITION_BYTES)
}

/** ListOffsets request v11. Offsets by timestamp: -1 latest, -2 earliest, -3 max timestamp, -4 earliest local, -5 latest tiered. */
export interface ListOffsetsRequest {
  readonly replicaId: number
  readonly isolationLevel: number
  readonly topics: readonly ListOffsetsTopic[]
  readonly timeoutMs: number
}

/** Bytes of the body on the wire (version 11), header excluded. */
export function listOffsetsRequestBytes(message: ListOffsetsRequest): number {
  return 10 + compactArrayBytes(message.topics, listOffsetsTopicBytes)
}

/** An element of `partitions` of the ListOffsets response. */
export interface ListOffsetsPartitionResponse {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly timestamp: number
  readonly offset: number
  readonly leaderEpoch: number
}

const LIST_OFFSETS_PARTITION_RESPONSE_BYTES = 27

/** An element of `topics` of the ListOffsets response. */
export interface ListOffsetsTopicResponse {
  readonly name: string
  readonly partitions: readonly ListOffsetsPartitionResponse[]
}

function listOffsetsTopicResponseBytes(entry: ListOffsetsTopicResponse): number {
  return 1
    + compactStringBytes(entry.name)
    + compactFixedArrayBytes(entry.partitions, LIST_OFFSETS_PARTITION_RESPONSE_BYTES)
}

/** ListOffsets response v11. One offset per partition, -1 when nothing matches. */
export interface ListOffsetsResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly ListOffsetsTopicResponse[]
}

/** Bytes of the body on the wire (version 11), header excluded. */
export function listOffsetsResponseBytes(message: ListOffsetsResponse): number {
  return 5 + compactArrayBytes(message.topics, listOffsetsTopicResponseBytes)
}
