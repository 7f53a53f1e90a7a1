import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, taggedFieldBytes, type Uuid } from './wire-size.ts'

/** An element of `preferredCandidates` of the EndQuorumEpoch request. */
export interface EndQuorumEpochRequestReplicaInfo {
  readonly candidateId: number
  readonly candidateDirectoryId: Uuid
}

const END_QUORUM_EPOCH_REQUEST_REPLICA_INFO_BYTES = 21

/** An element of `partitions` of the EndQuorumEpoch request. */
export interface EndQuorumEpochRequestPartitionData {
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly preferredCandidates: readonly EndQuorumEpochRequestReplicaInfo[]
}

function endQuorumEpochRequestPartitionDataBytes(entry: EndQuorumEpochRequestPartitionData): number {
  return 13 + compactFixedArrayBytes(entry.preferredCandidates, END_QUORUM_EPOCH_REQUEST_REPLICA_INFO_BYTES)
}

/** An element of `topics` of the EndQuorumEpoch request. */
export interface EndQuorumEpochRequestTopicData {
  readonly topicName: string
  readonly partitions: readonly EndQuorumEpochRequestPartitionData[]
}

function endQuorumEpochRequestTopicDataBytes(entry: EndQuorumEpochRequestTopicData): number {
  return 1
    + compactStringBytes(entry.topicName)
    + compactArrayBytes(entry.partitions, endQuorumEpochRequestPartitionDataBytes)
}

/** An element of `leaderEndpoints` of the EndQuorumEpoch request. */
export interface EndQuorumEpochRequestLeaderEndpoint {
  readonly name: string
  readonly host: string
  readonly port: number
}

function endQuorumEpochRequestLeaderEndpointBytes(entry: EndQuorumEpochRequestLeaderEndpoint): number {
  return 3 + compactStringBytes(entry.name) + compactStringBytes(entry.host)
}

/** EndQuorumEpoch request v1. A resigning leader names its preferred successors (KIP-595). */
export interface EndQuorumEpochRequest {
  readonly clusterId: string | null
  readonly topics: readonly EndQuorumEpochRequestTopicData[]
  readonly leaderEndpoints: readonly EndQuorumEpochRequestLeaderEndpoint[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function endQuorumEpochRequestBytes(message: EndQuorumEpochRequest): number {
  return 1
    + compactStringBytes(message.clusterId)
    + compactArrayBytes(message.topics, endQuorumEpochRequestTopicDataBytes)
    + compactArrayBytes(message.leaderEndpoints, endQuorumEpochRequestLeaderEndpointBytes)
}

/** An element of `partitions` of the EndQuorumEpoch response. */
export interface EndQuorumEpochResponsePartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly leaderId: number
  readonly leaderEpoch: number
}

const END_QUORUM_EPOCH_RESPONSE_PARTITION_DATA_BYTES = 15

/** An element of `topics` of the EndQuorumEpoch response. */
export interface EndQuorumEpochResponseTopicData {
  readonly topicName: string
  readonly partitions: readonly EndQuorumEpochResponsePartitionData[]
}

function endQuorumEpochResponseTopicDataBytes(entry: EndQuorumEpochResponseTopicData): number {
  return 1
    + compactStringBytes(entry.topicName)
    + compactFixedArrayBytes(entry.partitions, END_QUORUM_EPOCH_RESPONSE_PARTITION_DATA_BYTES)
}

/** An element of `nodeEndpoints` of the EndQuorumEpoch response. */
export interface EndQuorumEpochResponseNodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

function endQuorumEpochResponseNodeEndpointBytes(entry: EndQuorumEpochResponseNodeEndpoint): number {
  return 7 + compactStringBytes(entry.host)
}

/** EndQuorumEpoch response v1. Result per partition. */
export interface EndQuorumEpochResponse {
  readonly errorCode: number
  readonly topics: readonly EndQuorumEpochResponseTopicData[]
  readonly nodeEndpoints?: readonly EndQuorumEpochResponseNodeEndpoint[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function endQuorumEpochResponseBytes(message: EndQuorumEpochResponse): number {
  return 3
    + compactArrayBytes(message.topics, endQuorumEpochResponseTopicDataBytes)
    + (message.nodeEndpoints === undefined ? 0 : taggedFieldBytes(compactArrayBytes(message.nodeEndpoints, endQuorumEpochResponseNodeEndpointBytes)))
}
