import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, taggedFieldBytes, type Uuid } from './wire-size.ts'

/** An element of `partitions` of the BeginQuorumEpoch request. */
export interface BeginQuorumEpochRequestPartitionData {
  readonly partitionIndex: number
  readonly voterDirectoryId: Uuid
  readonly leaderId: number
  readonly leaderEpoch: number
}

const BEGIN_QUORUM_EPOCH_REQUEST_PARTITION_DATA_BYTES = 29

/** An element of `topics` of the BeginQuorumEpoch request. */
export interface BeginQuorumEpochRequestTopicData {
  readonly topicName: string
  readonly partitions: readonly BeginQuorumEpochRequestPartitionData[]
}

function beginQuorumEpochRequestTopicDataBytes(entry: BeginQuorumEpochRequestTopicData): number {
  return 1
    + compactStringBytes(entry.topicName)
    + compactFixedArrayBytes(entry.partitions, BEGIN_QUORUM_EPOCH_REQUEST_PARTITION_DATA_BYTES)
}

/** An element of `leaderEndpoints` of the BeginQuorumEpoch request. */
export interface BeginQuorumEpochRequestLeaderEndpoint {
  readonly name: string
  readonly host: string
  readonly port: number
}

function beginQuorumEpochRequestLeaderEndpointBytes(entry: BeginQuorumEpochRequestLeaderEndpoint): number {
  return 3 + compactStringBytes(entry.name) + compactStringBytes(entry.host)
}

/** BeginQuorumEpoch request v1. A new leader announces its epoch to the voters (KIP-595). */
export interface BeginQuorumEpochRequest {
  readonly clusterId: string | null
  readonly voterId: number
  readonly topics: readonly BeginQuorumEpochRequestTopicData[]
  readonly leaderEndpoints: readonly BeginQuorumEpochRequestLeaderEndpoint[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function beginQuorumEpochRequestBytes(message: BeginQuorumEpochRequest): number {
  return 5
    + compactStringBytes(message.clusterId)
    + compactArrayBytes(message.topics, beginQuorumEpochRequestTopicDataBytes)
    + compactArrayBytes(message.leaderEndpoints, beginQuorumEpochRequestLeaderEndpointBytes)
}

/** An element of `partitions` of the BeginQuorumEpoch response. */
export interface BeginQuorumEpochResponsePartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly leaderId: number
  readonly leaderEpoch: number
}

const BEGIN_QUORUM_EPOCH_RESPONSE_PARTITION_DATA_BYTES = 15

/** An element of `topics` of the BeginQuorumEpoch response. */
export interface BeginQuorumEpochResponseTopicData {
  readonly topicName: string
  readonly partitions: readonly BeginQuorumEpochResponsePartitionData[]
}

function beginQuorumEpochResponseTopicDataBytes(entry: BeginQuorumEpochResponseTopicData): number {
  return 1
    + compactStringBytes(entry.topicName)
    + compactFixedArrayBytes(entry.partitions, BEGIN_QUORUM_EPOCH_RESPONSE_PARTITION_DATA_BYTES)
}

/** An element of `nodeEndpoints` of the BeginQuorumEpoch response. */
export interface BeginQuorumEpochResponseNodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

function beginQuorumEpochResponseNodeEndpointBytes(entry: BeginQuorumEpochResponseNodeEndpoint): number {
  return 7 + compactStringBytes(entry.host)
}

/** BeginQuorumEpoch response v1. Result per partition. */
export interface BeginQuorumEpochResponse {
  readonly errorCode: number
  readonly topics: readonly BeginQuorumEpochResponseTopicData[]
  readonly nodeEndpoints?: readonly BeginQuorumEpochResponseNodeEndpoint[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function beginQuorumEpochResponseBytes(message: BeginQuorumEpochResponse): number {
  return 3
    + compactArrayBytes(message.topics, beginQuorumEpochResponseTopicDataBytes)
    + (message.nodeEndpoints === undefined ? 0 : taggedFieldBytes(compactArrayBytes(message.nodeEndpoints, beginQuorumEpochResponseNodeEndpointBytes)))
}
