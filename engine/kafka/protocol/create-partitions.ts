import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `assignments` of the CreatePartitions request. */
export interface CreatePartitionsAssignment {
  readonly brokerIds: readonly number[]
}

function createPartitionsAssignmentBytes(entry: CreatePartitionsAssignment): number {
  return 1 + compactFixedArrayBytes(entry.brokerIds, 4)
}

/** An element of `topics` of the CreatePartitions request. */
export interface CreatePartitionsTopic {
  readonly name: string
  readonly count: number
  readonly assignments: readonly CreatePartitionsAssignment[] | null
}

function createPartitionsTopicBytes(entry: CreatePartitionsTopic): number {
  return 5 + compactStringBytes(entry.name) + compactArrayBytes(entry.assignments, createPartitionsAssignmentBytes)
}

/** CreatePartitions request v3. New total counts of partitions. */
export interface CreatePartitionsRequest {
  readonly topics: readonly CreatePartitionsTopic[]
  readonly timeoutMs: number
  readonly validateOnly: boolean
}

/** Bytes of the body on the wire (version 3), header excluded. */
export function createPartitionsRequestBytes(message: CreatePartitionsRequest): number {
  return 6 + compactArrayBytes(message.topics, createPartitionsTopicBytes)
}

/** An element of `results` of the CreatePartitions response. */
export interface CreatePartitionsTopicResult {
  readonly name: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

function createPartitionsTopicResultBytes(entry: CreatePartitionsTopicResult): number {
  return 3 + compactStringBytes(entry.name) + compactStringBytes(entry.errorMessage)
}

/** CreatePartitions response v3. Result per topic. */
export interface CreatePartitionsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly CreatePartitionsTopicResult[]
}

/** Bytes of the body on the wire (version 3), header excluded. */
export function createPartitionsResponseBytes(message: CreatePartitionsResponse): number {
  return 5 + compactArrayBytes(message.results, createPartitionsTopicResultBytes)
}
