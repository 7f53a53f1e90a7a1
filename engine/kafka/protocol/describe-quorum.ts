import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** An element of `partitions` of the DescribeQuorum request. */
export interface DescribeQuorumRequestPartitionData {
  readonly partitionIndex: number
}

const DESCRIBE_QUORUM_REQUEST_PARTITION_DATA_BYTES = 5

/** An element of `topics` of the DescribeQuorum request. */
export interface DescribeQuorumRequestTopicData {
  readonly topicName: string
  readonly partitions: readonly DescribeQuorumRequestPartitionData[]
}

function describeQuorumRequestTopicDataBytes(entry: DescribeQuorumRequestTopicData): number {
  return 1
    + compactStringBytes(entry.topicName)
    + compactFixedArrayBytes(entry.partitions, DESCRIBE_QUORUM_REQUEST_PARTITION_DATA_BYTES)
}

/** DescribeQuorum request v2. State of the metadata quorum (KIP-595). */
export interface DescribeQuorumRequest {
  readonly topics: readonly DescribeQuorumRequestTopicData[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function describeQuorumRequestBytes(message: DescribeQuorumRequest): number {
  return 1 + compactArrayBytes(message.topics, describeQuorumRequestTopicDataBytes)
}

/** An element of `currentVoters` of the DescribeQuorum response. */
export interface DescribeQuorumResponseReplicaState {
  readonly replicaId: number
  readonly replicaDirectoryId: Uuid
  readonly logEndOffset: number
  readonly lastFetchTimestamp: number
  readonly lastCaughtUpTimestamp: number
}

const DESCRIBE_QUORUM_RESPONSE_REPLICA_STATE_BYTES = 45

/** An element of `partitions` of the DescribeQuorum response. */
export interface DescribeQuorumResponsePartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly highWatermark: number
  readonly currentVoters: readonly DescribeQuorumResponseReplicaState[]
  readonly observers: readonly DescribeQuorumResponseReplicaState[]
}

function describeQuorumResponsePartitionDataBytes(entry: DescribeQuorumResponsePartitionData): number {
  return 23
    + compactStringBytes(entry.errorMessage)
    + compactFixedArrayBytes(entry.currentVoters, DESCRIBE_QUORUM_RESPONSE_REPLICA_STATE_BYTES)
    + compactFixedArrayBytes(entry.observers, DESCRIBE_QUORUM_RESPONSE_REPLICA_STATE_BYTES)
}

/** An element of `topics` of the DescribeQuorum response. */
export interface DescribeQuorumResponseTopicData {
  readonly topicName: string
  readonly partitions: readonly DescribeQuorumResponsePartitionData[]
}

function describeQuorumResponseTopicDataBytes(entry: DescribeQuorumResponseTopicData): number {
  return 1
    + compactStringBytes(entry.topicName)
    + compactArrayBytes(entry.partitions, describeQuorumResponsePartitionDataBytes)
}

/** An element of `listeners` of the DescribeQuorum response. */
export interface DescribeQuorumResponseListener {
  readonly name: string
  readonly host: string
  readonly port: number
}

function describeQuorumResponseListenerBytes(entry: DescribeQuorumResponseListener): number {
  return 3 + compactStringBytes(entry.name) + compactStringBytes(entry.host)
}

/** An element of `nodes` of the DescribeQuorum response. */
export interface DescribeQuorumResponseNode {
  readonly nodeId: number
  readonly listeners: readonly DescribeQuorumResponseListener[]
}

function describeQuorumResponseNodeBytes(entry: DescribeQuorumResponseNode): number {
  return 5 + compactArrayBytes(entry.listeners, describeQuorumResponseListenerBytes)
}

/** DescribeQuorum response v2. Leader, epoch, high watermark and replicas. */
export interface DescribeQuorumResponse {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topics: readonly DescribeQuorumResponseTopicData[]
  readonly nodes: readonly DescribeQuorumResponseNode[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function describeQuorumResponseBytes(message: DescribeQuorumResponse): number {
  return 3
    + compactStringBytes(message.errorMessage)
    + compactArrayBytes(message.topics, describeQuorumResponseTopicDataBytes)
    + compactArrayBytes(message.nodes, describeQuorumResponseNodeBytes)
}
