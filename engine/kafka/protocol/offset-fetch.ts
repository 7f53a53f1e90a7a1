import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** An element of `topics` of the OffsetFetch request. */
export interface OffsetFetchRequestTopics {
  readonly topicId: Uuid
  readonly partitionIndexes: readonly number[]
}

function offsetFetchRequestTopicsBytes(entry: OffsetFetchRequestTopics): number {
  return 17 + compactFixedArrayBytes(entry.partitionIndexes, 4)
}

/** An element of `groups` of the OffsetFetch request. */
export interface OffsetFetchRequestGroup {
  readonly groupId: string
  readonly memberId: string | null
  readonly memberEpoch: number
  readonly topics: readonly OffsetFetchRequestTopics[] | null
}

function offsetFetchRequestGroupBytes(entry: OffsetFetchRequestGroup): number {
  return 5
    + compactStringBytes(entry.groupId)
    + compactStringBytes(entry.memberId)
    + compactArrayBytes(entry.topics, offsetFetchRequestTopicsBytes)
}

/** OffsetFetch request v10. Committed positions of groups; `topics: null` asks for all. */
export interface OffsetFetchRequest {
  readonly groups: readonly OffsetFetchRequestGroup[]
  readonly requireStable: boolean
}

/** Bytes of the body on the wire (version 10), header excluded. */
export function offsetFetchRequestBytes(message: OffsetFetchRequest): number {
  return 2 + compactArrayBytes(message.groups, offsetFetchRequestGroupBytes)
}

/** An element of `partitions` of the OffsetFetch response. */
export interface OffsetFetchResponsePartitions {
  readonly partitionIndex: number
  readonly committedOffset: number
  readonly committedLeaderEpoch: number
  readonly metadata: string | null
  readonly errorCode: number
}

function offsetFetchResponsePartitionsBytes(entry: OffsetFetchResponsePartitions): number {
  return 19 + compactStringBytes(entry.metadata)
}

/** An element of `topics` of the OffsetFetch response. */
export interface OffsetFetchResponseTopics {
  readonly topicId: Uuid
  /** Version 9, which admin clients use to ask for all topics, names the topic instead. */
  readonly name?: string
  readonly partitions: readonly OffsetFetchResponsePartitions[]
}

function offsetFetchResponseTopicsBytes(entry: OffsetFetchResponseTopics): number {
  return (entry.name === undefined ? 17 : 1 + compactStringBytes(entry.name)) + compactArrayBytes(entry.partitions, offsetFetchResponsePartitionsBytes)
}

/** An element of `groups` of the OffsetFetch response. */
export interface OffsetFetchResponseGroup {
  readonly groupId: string
  readonly topics: readonly OffsetFetchResponseTopics[]
  readonly errorCode: number
}

function offsetFetchResponseGroupBytes(entry: OffsetFetchResponseGroup): number {
  return 3 + compactStringBytes(entry.groupId) + compactArrayBytes(entry.topics, offsetFetchResponseTopicsBytes)
}

/** OffsetFetch response v10. Offset -1 where nothing is committed. */
export interface OffsetFetchResponse {
  readonly throttleTimeMs: number
  readonly groups: readonly OffsetFetchResponseGroup[]
}

/** Bytes of the body on the wire (version 10), header excluded. */
export function offsetFetchResponseBytes(message: OffsetFetchResponse): number {
  return 5 + compactArrayBytes(message.groups, offsetFetchResponseGroupBytes)
}
