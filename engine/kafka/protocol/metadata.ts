import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** An element of `topics` of the Metadata request. */
export interface MetadataRequestTopic {
  readonly topicId: Uuid
  readonly name: string | null
}

function metadataRequestTopicBytes(entry: MetadataRequestTopic): number {
  return 17 + compactStringBytes(entry.name)
}

/** Metadata request v13. Topics by name or id; `topics: null` asks for all. */
export interface MetadataRequest {
  readonly topics: readonly MetadataRequestTopic[] | null
  readonly allowAutoTopicCreation: boolean
  readonly includeTopicAuthorizedOperations: boolean
}

/** Bytes of the body on the wire (version 13), header excluded. */
export function metadataRequestBytes(message: MetadataRequest): number {
  return 3 + compactArrayBytes(message.topics, metadataRequestTopicBytes)
}

/** An element of `brokers` of the Metadata response. */
export interface MetadataResponseBroker {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

function metadataResponseBrokerBytes(entry: MetadataResponseBroker): number {
  return 9 + compactStringBytes(entry.host) + compactStringBytes(entry.rack)
}

/** An element of `partitions` of the Metadata response. */
export interface MetadataResponsePartition {
  readonly errorCode: number
  readonly partitionIndex: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly replicaNodes: readonly number[]
  readonly isrNodes: readonly number[]
  readonly offlineReplicas: readonly number[]
}

function metadataResponsePartitionBytes(entry: MetadataResponsePartition): number {
  return 15
    + compactFixedArrayBytes(entry.replicaNodes, 4)
    + compactFixedArrayBytes(entry.isrNodes, 4)
    + compactFixedArrayBytes(entry.offlineReplicas, 4)
}

/** An element of `topics` of the Metadata response. */
export interface MetadataResponseTopic {
  readonly errorCode: number
  readonly name: string | null
  readonly topicId: Uuid
  readonly isInternal: boolean
  readonly partitions: readonly MetadataResponsePartition[]
  readonly topicAuthorizedOperations: number
}

function metadataResponseTopicBytes(entry: MetadataResponseTopic): number {
  return 24 + compactStringBytes(entry.name) + compactArrayBytes(entry.partitions, metadataResponsePartitionBytes)
}

/** Metadata response v13. Brokers and, per partition, leader, epoch and replicas as this broker knows them. */
export interface MetadataResponse {
  readonly throttleTimeMs: number
  readonly brokers: readonly MetadataResponseBroker[]
  readonly clusterId: string | null
  readonly controllerId: number
  readonly topics: readonly MetadataResponseTopic[]
  readonly errorCode: number
}

/** Bytes of the body on the wire (version 13), header excluded. */
export function metadataResponseBytes(message: MetadataResponse): number {
  return 11
    + compactArrayBytes(message.brokers, metadataResponseBrokerBytes)
    + compactStringBytes(message.clusterId)
    + compactArrayBytes(message.topics, metadataResponseTopicBytes)
}
