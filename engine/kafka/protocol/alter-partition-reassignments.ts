import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `partitions` of the AlterPartitionReassignments request. */
export interface AlterPartitionReassignmentsRequestReassignablePartition {
  readonly partitionIndex: number
  readonly replicas: readonly number[] | null
}

function alterPartitionReassignmentsRequestReassignablePartitionBytes(entry: AlterPartitionReassignmentsRequestReassignablePartition): number {
  return 5 + compactFixedArrayBytes(entry.replicas, 4)
}

/** An element of `topics` of the AlterPartitionReassignments request. */
export interface AlterPartitionReassignmentsRequestReassignableTopic {
  readonly name: string
  readonly partitions: readonly AlterPartitionReassignmentsRequestReassignablePartition[]
}

function alterPartitionReassignmentsRequestReassignableTopicBytes(entry: AlterPartitionReassignmentsRequestReassignableTopic): number {
  return 1
    + compactStringBytes(entry.name)
    + compactArrayBytes(entry.partitions, alterPartitionReassignmentsRequestReassignablePartitionBytes)
}

/** AlterPartitionReassignments request v1. Starts, replaces or (replicas null) cancels reassignments (KIP-455). */
export interface AlterPartitionReassignmentsRequest {
  readonly timeoutMs: number
  readonly allowReplicationFactorChange: boolean
  readonly topics: readonly AlterPartitionReassignmentsRequestReassignableTopic[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function alterPartitionReassignmentsRequestBytes(message: AlterPartitionReassignmentsRequest): number {
  return 6 + compactArrayBytes(message.topics, alterPartitionReassignmentsRequestReassignableTopicBytes)
}

/** An element of `partitions` of the AlterPartitionReassignments response. */
export interface AlterPartitionReassignmentsResponseReassignablePartitionResponse {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function alterPartitionReassignmentsResponseReassignablePartitionResponseBytes(entry: AlterPartitionReassignmentsResponseReassignablePartitionResponse): number {
  return 7 + compactStringBytes(entry.errorMessage)
}

/** An element of `responses` of the AlterPartitionReassignments response. */
export interface AlterPartitionReassignmentsResponseReassignableTopicResponse {
  readonly name: string
  readonly partitions: readonly AlterPartitionReassignmentsResponseReassignablePartitionResponse[]
}

function alterPartitionReassignmentsResponseReassignableTopicResponseBytes(entry: AlterPartitionReassignmentsResponseReassignableTopicResponse): number {
  return 1
    + compactStringBytes(entry.name)
    + compactArrayBytes(entry.partitions, alterPartitionReassignmentsResponseReassignablePartitionResponseBytes)
}

/** AlterPartitionReassignments response v1. Result per partition. */
export interface AlterPartitionReassignmentsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly responses: readonly AlterPartitionReassignmentsResponseReassignableTopicResponse[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function alterPartitionReassignmentsResponseBytes(message: AlterPartitionReassignmentsResponse): number {
  return 7
    + compactStringBytes(message.errorMessage)
    + compactArrayBytes(message.responses, alterPartitionReassignmentsResponseReassignableTopicResponseBytes)
}
