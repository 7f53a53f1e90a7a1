import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, taggedFieldBytes, type Uuid } from './wire-size.ts'

/** An element of `assignments` of the CreateTopics request. */
export interface CreateTopicsRequestCreatableReplicaAssignment {
  readonly partitionIndex: number
  readonly brokerIds: readonly number[]
}

function createTopicsRequestCreatableReplicaAssignmentBytes(entry: CreateTopicsRequestCreatableReplicaAssignment): number {
  return 5 + compactFixedArrayBytes(entry.brokerIds, 4)
}

/** An element of `configs` of the CreateTopics request. */
export interface CreateTopicsRequestCreatableTopicConfig {
  readonly name: string
  readonly value: string | null
}

function createTopicsRequestCreatableTopicConfigBytes(entry: CreateTopicsRequestCreatableTopicConfig): number {
  return 1 + compactStringBytes(entry.name) + compactStringBytes(entry.value)
}

/** An element of `topics` of the CreateTopics request. */
export interface CreateTopicsRequestCreatableTopic {
  readonly name: string
  readonly numPartitions: number
  readonly replicationFactor: number
  readonly assignments: readonly CreateTopicsRequestCreatableReplicaAssignment[]
  readonly configs: readonly CreateTopicsRequestCreatableTopicConfig[]
}

function createTopicsRequestCreatableTopicBytes(entry: CreateTopicsRequestCreatableTopic): number {
  return 7
    + compactStringBytes(entry.name)
    + compactArrayBytes(entry.assignments, createTopicsRequestCreatableReplicaAssignmentBytes)
    + compactArrayBytes(entry.configs, createTopicsRequestCreatableTopicConfigBytes)
}

/** CreateTopics request v7. Topics with counts or manual assignments and configurations. */
export interface CreateTopicsRequest {
  readonly topics: readonly CreateTopicsRequestCreatableTopic[]
  readonly timeoutMs: number
  readonly validateOnly: boolean
}

/** Bytes of the body on the wire (version 7), header excluded. */
export function createTopicsRequestBytes(message: CreateTopicsRequest): number {
  return 6 + compactArrayBytes(message.topics, createTopicsRequestCreatableTopicBytes)
}

/** An element of `configs` of the CreateTopics response. */
export interface CreateTopicsResponseCreatableTopicConfigs {
  readonly name: string
  readonly value: string | null
  readonly readOnly: boolean
  readonly configSource: number
  readonly isSensitive: boolean
}

function createTopicsResponseCreatableTopicConfigsBytes(entry: CreateTopicsResponseCreatableTopicConfigs): number {
  return 4 + compactStringBytes(entry.name) + compactStringBytes(entry.value)
}

/** An element of `topics` of the CreateTopics response. */
export interface CreateTopicsResponseCreatableTopicResult {
  readonly name: string
  readonly topicId: Uuid
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly topicConfigErrorCode?: number
  readonly numPartitions: number
  readonly replicationFactor: number
  readonly configs: readonly CreateTopicsResponseCreatableTopicConfigs[] | null
}

function createTopicsResponseCreatableTopicResultBytes(entry: CreateTopicsResponseCreatableTopicResult): number {
  return 25
    + compactStringBytes(entry.name)
    + compactStringBytes(entry.errorMessage)
    + compactArrayBytes(entry.configs, createTopicsResponseCreatableTopicConfigsBytes)
    + (entry.topicConfigErrorCode === undefined ? 0 : taggedFieldBytes(2))
}

/** CreateTopics response v7. Result, id and resulting configuration per topic. */
export interface CreateTopicsResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly CreateTopicsResponseCreatableTopicResult[]
}

/** Bytes of the body on the wire (version 7), header excluded. */
export function createTopicsResponseBytes(message: CreateTopicsResponse): number {
  return 5 + compactArrayBytes(message.topics, createTopicsResponseCreatableTopicResultBytes)
}
