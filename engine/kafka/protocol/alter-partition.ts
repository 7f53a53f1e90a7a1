import { compactArrayBytes, compactFixedArrayBytes, type Uuid } from './wire-size.ts'

/** An element of `newIsrWithEpochs` of the AlterPartition request. */
export interface AlterPartitionRequestBrokerState {
  readonly brokerId: number
  readonly brokerEpoch: number
}

const ALTER_PARTITION_REQUEST_BROKER_STATE_BYTES = 13

/** An element of `partitions` of the AlterPartition request. */
export interface AlterPartitionRequestPartitionData {
  readonly partitionIndex: number
  readonly leaderEpoch: number
  readonly newIsrWithEpochs: readonly AlterPartitionRequestBrokerState[]
  readonly leaderRecoveryState: number
  readonly partitionEpoch: number
}

function alterPartitionRequestPartitionDataBytes(entry: AlterPartitionRequestPartitionData): number {
  return 14 + compactFixedArrayBytes(entry.newIsrWithEpochs, ALTER_PARTITION_REQUEST_BROKER_STATE_BYTES)
}

/** An element of `topics` of the AlterPartition request. */
export interface AlterPartitionRequestTopicData {
  readonly topicId: Uuid
  readonly partitions: readonly AlterPartitionRequestPartitionData[]
}

function alterPartitionRequestTopicDataBytes(entry: AlterPartitionRequestTopicData): number {
  return 17 + compactArrayBytes(entry.partitions, alterPartitionRequestPartitionDataBytes)
}

/** AlterPartition request v3. A leader proposes a new ISR (KIP-497). */
export interface AlterPartitionRequest {
  readonly brokerId: number
  readonly brokerEpoch: number
  readonly topics: readonly AlterPartitionRequestTopicData[]
}

/** Bytes of the body on the wire (version 3), header excluded. */
export function alterPartitionRequestBytes(message: AlterPartitionRequest): number {
  return 13 + compactArrayBytes(message.topics, alterPartitionRequestTopicDataBytes)
}

/** An element of `partitions` of the AlterPartition response. */
export interface AlterPartitionResponsePartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly isr: readonly number[]
  readonly leaderRecoveryState: number
  readonly partitionEpoch: number
}

function alterPartitionResponsePartitionDataBytes(entry: AlterPartitionResponsePartitionData): number {
  return 20 + compactFixedArrayBytes(entry.isr, 4)
}

/** An element of `topics` of the AlterPartition response. */
export interface AlterPartitionResponseTopicData {
  readonly topicId: Uuid
  readonly partitions: readonly AlterPartitionResponsePartitionData[]
}

function alterPartitionResponseTopicDataBytes(entry: AlterPartitionResponseTopicData): number {
  return 17 + compactArrayBytes(entry.partitions, alterPartitionResponsePartitionDataBytes)
}

/** AlterPartition response v3. The partition's state as committed. */
export interface AlterPartitionResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly topics: readonly AlterPartitionResponseTopicData[]
}

/** Bytes of the body on the wire (version 3), header excluded. */
export function alterPartitionResponseBytes(message: AlterPartitionResponse): number {
  return 7 + compactArrayBytes(message.topics, alterPartitionResponseTopicDataBytes)
}
