import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `topics` of the ListPartitionReassignments request. */
export interface ListPartitionReassignmentsTopics {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

function listPartitionReassignmentsTopicsBytes(entry: ListPartitionReassignmentsTopics): number {
  return 1 + compactStringBytes(entry.name) + compactFixedArrayBytes(entry.partitionIndexes, 4)
}

/** ListPartitionReassignments request v0. Reassignments under way. */
export interface ListPartitionReassignmentsRequest {
  readonly timeoutMs: number
  readonly topics: readonly ListPartitionReassignmentsTopics[] | null
}

/** Bytes of the body on the wire (version 0), header excluded. */
export function listPartitionReassignmentsRequestBytes(message: ListPartitionReassignmentsRequest): number {
  return 5 + compactArrayBytes(message.topics, listPartitionReassignmentsTopicsBytes)
}

/** An element of `partitions` of the ListPartitionReassignments response. */
export interface ListPartitionReassignmentsResponseOngoingPartitionReassignment {
  readonly partitionIndex: number
  readonly replicas: readonly number[]
  readonly addingReplicas: readonly number[]
  readonly removingReplicas: readonly number[]
}

function listPartitionReassignmentsResponseOngoingPartitionReassignmentBytes(entry: ListPartitionReassignmentsResponseOngoingPartitionReassignment): number {
  return 5
    + compactFixedArrayBytes(entry.replicas, 4)
    + compactFixedArrayBytes(entry.addingReplicas, 4)
    + compactFixedArrayBytes(entry.removingReplicas, 4)
}

/** An element of `topics` of the ListPartitionReassignments response. */
export interface ListPartitionReassignmentsResponseOngoingTopicReassignment {
  readonly name: string
  readonly partitions: readonly ListPartitionReassignmentsResponseOngoingPartitionReassignment[]
}

function listPartitionReassignmentsResponseOngoingTopicReassignmentBytes(entry: ListPartitionReassignmentsResponseOngoingTopicReassignment): number {
  return 1
    + compactStringBytes(entry.name)
    + compactArrayBytes(entry.partitions, listPartitionReassignmentsResponseOngoingPartitionReassignmentBytes)
}

/** ListPartitionReassignments response v0. Replicas, adding and removing, per partition. */
export interface ListPartitionReassignmentsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topics: readonly ListPartitionReassignmentsResponseOngoingTopicReassignment[]
}

/** Bytes of the body on the wire (version 0), header excluded. */
export function listPartitionReassignmentsResponseBytes(message: ListPartitionReassignmentsResponse): number {
  return 7
    + compactStringBytes(message.errorMessage)
    + compactArrayBytes(message.topics, listPartitionReassignmentsResponseOngoingTopicReassignmentBytes)
}
