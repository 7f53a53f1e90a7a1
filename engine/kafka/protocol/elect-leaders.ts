import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `topicPartitions` of the ElectLeaders request. */
export interface ElectLeadersRequestTopicPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}

function electLeadersRequestTopicPartitionsBytes(entry: ElectLeadersRequestTopicPartitions): number {
  return 1 + compactStringBytes(entry.topic) + compactFixedArrayBytes(entry.partitions, 4)
}

/** ElectLeaders request v2. Preferred (0) or unclean (1) elections (KIP-460). */
export interface ElectLeadersRequest {
  readonly electionType: number
  readonly topicPartitions: readonly ElectLeadersRequestTopicPartitions[] | null
  readonly timeoutMs: number
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function electLeadersRequestBytes(message: ElectLeadersRequest): number {
  return 6 + compactArrayBytes(message.topicPartitions, electLeadersRequestTopicPartitionsBytes)
}

/** An element of `partitionResult` of the ElectLeaders response. */
export interface ElectLeadersResponsePartitionResult {
  readonly partitionId: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function electLeadersResponsePartitionResultBytes(entry: ElectLeadersResponsePartitionResult): number {
  return 7 + compactStringBytes(entry.errorMessage)
}

/** An element of `replicaElectionResults` of the ElectLeaders response. */
export interface ElectLeadersResponseReplicaElectionResult {
  readonly topic: string
  readonly partitionResult: readonly ElectLeadersResponsePartitionResult[]
}

function electLeadersResponseReplicaElectionResultBytes(entry: ElectLeadersResponseReplicaElectionResult): number {
  return 1
    + compactStringBytes(entry.topic)
    + compactArrayBytes(entry.partitionResult, electLeadersResponsePartitionResultBytes)
}

/** ElectLeaders response v2. Result per partition. */
export interface ElectLeadersResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly replicaElectionResults: readonly ElectLeadersResponseReplicaElectionResult[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function electLeadersResponseBytes(message: ElectLeadersResponse): number {
  return 7 + compactArrayBytes(message.replicaElectionResults, electLeadersResponseReplicaElectionResultBytes)
}
