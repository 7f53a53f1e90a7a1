import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** ConsumerGroupDescribe request v1. Asks the coordinator of groups of KIP-848 for their state and members. */
export interface ConsumerGroupDescribeRequest {
  readonly groupIds: readonly string[]
  readonly includeAuthorizedOperations: boolean
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function consumerGroupDescribeRequestBytes(message: ConsumerGroupDescribeRequest): number {
  return 2 + compactArrayBytes(message.groupIds, compactStringBytes)
}

/** An element of an assignment of the ConsumerGroupDescribe response. */
export interface DescribedTopicPartitions {
  readonly topicId: Uuid
  readonly topicName: string
  readonly partitions: readonly number[]
}

function describedTopicPartitionsBytes(entry: DescribedTopicPartitions): number {
  return 17 + compactStringBytes(entry.topicName) + compactFixedArrayBytes(entry.partitions, 4)
}

/** An element of `members` of the ConsumerGroupDescribe response. `memberType`: 0 for a classic member, 1 for one of the consumer protocol. */
export interface ConsumerGroupDescribeMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly rackId: string | null
  readonly memberEpoch: number
  readonly clientId: string
  readonly clientHost: string
  readonly subscribedTopicNames: readonly string[]
  readonly subscribedTopicRegex: string | null
  readonly assignment: readonly DescribedTopicPartitions[]
  readonly targetAssignment: readonly DescribedTopicPartitions[]
  readonly memberType: 0 | 1
}

function consumerGroupDescribeMemberBytes(entry: ConsumerGroupDescribeMember): number {
  return 8
    + compactStringBytes(entry.memberId)
    + compactStringBytes(entry.instanceId)
    + compactStringBytes(entry.rackId)
    + compactStringBytes(entry.clientId)
    + compactStringBytes(entry.clientHost)
    + compactArrayBytes(entry.subscribedTopicNames, compactStringBytes)
    + compactStringBytes(entry.subscribedTopicRegex)
    + compactArrayBytes(entry.assignment, describedTopicPartitionsBytes)
    + compactArrayBytes(entry.targetAssignment, describedTopicPartitionsBytes)
}

/** An element of `groups` of the ConsumerGroupDescribe response. */
export interface ConsumerGroupDescribedGroup {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly groupId: string
  readonly groupState: string
  readonly groupEpoch: number
  readonly assignmentEpoch: number
  readonly assignorName: string
  readonly members: readonly ConsumerGroupDescribeMember[]
}

function consumerGroupDescribedGroupBytes(entry: ConsumerGroupDescribedGroup): number {
  return 15
    + compactStringBytes(entry.errorMessage)
    + compactStringBytes(entry.groupId)
    + compactStringBytes(entry.groupState)
    + compactStringBytes(entry.assignorName)
    + compactArrayBytes(entry.members, consumerGroupDescribeMemberBytes)
}

/** ConsumerGroupDescribe response v1. */
export interface ConsumerGroupDescribeResponse {
  readonly throttleTimeMs: number
  readonly groups: readonly ConsumerGroupDescribedGroup[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function consumerGroupDescribeResponseBytes(message: ConsumerGroupDescribeResponse): number {
  return 5 + compactArrayBytes(message.groups, consumerGroupDescribedGroupBytes)
}
