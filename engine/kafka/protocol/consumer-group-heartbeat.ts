import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** An element of `topicPartitions` of the ConsumerGroupHeartbeat request. */
export interface ConsumerGroupHeartbeatRequestTopicPartitions {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function consumerGroupHeartbeatRequestTopicPartitionsBytes(entry: ConsumerGroupHeartbeatRequestTopicPartitions): number {
  return 17 + compactFixedArrayBytes(entry.partitions, 4)
}

/** ConsumerGroupHeartbeat request v1. The one request of the consumer group protocol (KIP-848); `memberEpoch` 0 joins, -1 leaves, -2 leaves as a static member. */
export interface ConsumerGroupHeartbeatRequest {
  readonly groupId: string
  readonly memberId: string
  readonly memberEpoch: number
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly rebalanceTimeoutMs: number
  readonly subscribedTopicNames: readonly string[] | null
  readonly subscribedTopicRegex: string | null
  readonly serverAssignor: string | null
  readonly topicPartitions: readonly ConsumerGroupHeartbeatRequestTopicPartitions[] | null
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function consumerGroupHeartbeatRequestBytes(message: ConsumerGroupHeartbeatRequest): number {
  return 9
    + compactStringBytes(message.groupId)
    + compactStringBytes(message.memberId)
    + compactStringBytes(message.instanceId)
    + compactStringBytes(message.rackId)
    + compactArrayBytes(message.subscribedTopicNames, compactStringBytes)
    + compactStringBytes(message.subscribedTopicRegex)
    + compactStringBytes(message.serverAssignor)
    + compactArrayBytes(message.topicPartitions, consumerGroupHeartbeatRequestTopicPartitionsBytes)
}

/** An element of `topicPartitions` of the ConsumerGroupHeartbeat response. */
export interface ConsumerGroupHeartbeatResponseTopicPartitions {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function consumerGroupHeartbeatResponseTopicPartitionsBytes(entry: ConsumerGroupHeartbeatResponseTopicPartitions): number {
  return 17 + compactFixedArrayBytes(entry.partitions, 4)
}

/** The structure `assignment` of the ConsumerGroupHeartbeat response. */
export interface ConsumerGroupHeartbeatResponseAssignment {
  readonly topicPartitions: readonly ConsumerGroupHeartbeatResponseTopicPartitions[]
}

function consumerGroupHeartbeatResponseAssignmentBytes(entry: ConsumerGroupHeartbeatResponseAssignment): number {
  return 1 + compactArrayBytes(entry.topicPartitions, consumerGroupHeartbeatResponseTopicPartitionsBytes)
}

/** ConsumerGroupHeartbeat response v1. New epoch and, when it changed, the target assignment. */
export interface ConsumerGroupHeartbeatResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly memberId: string | null
  readonly memberEpoch: number
  readonly heartbeatIntervalMs: number
  readonly assignment: ConsumerGroupHeartbeatResponseAssignment | null
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function consumerGroupHeartbeatResponseBytes(message: ConsumerGroupHeartbeatResponse): number {
  return 15
    + compactStringBytes(message.errorMessage)
    + compactStringBytes(message.memberId)
    + (message.assignment === null ? 1 : 1 + consumerGroupHeartbeatResponseAssignmentBytes(message.assignment))
}
