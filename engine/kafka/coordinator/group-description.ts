import type { ClusterImage } from '../metadata/cluster-image.ts'
import type { ConsumerGroupDescribedGroup, DescribedTopicPartitions } from '../protocol/consumer-group-describe.ts'
import type { DescribedGroup } from '../protocol/describe-groups.ts'
import { errorCode } from '../protocol/errors.ts'
import type { TopicAssignment } from './assignor/server-assignor.ts'
import type { ClassicGroup } from './classic-group.ts'
import type { ModernGroup } from './modern-group.ts'

const noSubscription = { topics: [], userData: null, ownedPartitions: [], generationId: -1, rackId: null } as const
const noAssignment = { assignedPartitions: [] } as const
/** Where requests come from is not known to a handler. */
const clientHost = '/127.0.0.1'

/** A classic group as DescribeGroups tells it (ClassicGroup.describe): subscriptions and assignments only while it is stable. */
export function describeClassic(group: ClassicGroup): DescribedGroup {
  const isStable = group.state === 'Stable'
  return {
    errorCode: 0,
    errorMessage: null,
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: isStable ? (group.protocolName ?? '') : '',
    members: group.members.map(({ memberId, groupInstanceId, clientId, protocols, assignment }) => ({
      memberId, groupInstanceId, clientId, clientHost,
      memberMetadata: isStable ? (protocols.find(({ name }) => name === group.protocolName)?.metadata ?? noSubscription) : noSubscription,
      memberAssignment: isStable ? assignment : noAssignment,
    })),
  }
}

/** What DescribeGroups says of a group that is not there (GroupMetadataManager.describeGroups). */
export function undescribedClassic(groupId: string, errorName: 'NOT_COORDINATOR' | 'GROUP_ID_NOT_FOUND', errorMessage: string | null): DescribedGroup {
  const isMissing = errorName === 'GROUP_ID_NOT_FOUND'
  return { errorCode: errorCode(errorName), errorMessage, groupId, groupState: isMissing ? 'Dead' : '', protocolType: '', protocolData: '', members: [] }
}

/** A group of KIP-848 as ConsumerGroupDescribe tells it (ConsumerGroup.asDescribedGroup). */
export function describeModern(group: ModernGroup, image: ClusterImage): ConsumerGroupDescribedGroup {
  const listed = (assignment: TopicAssignment): readonly DescribedTopicPartitions[] => [...assignment].flatMap(([topicId, partitions]) => {
    const topic = image.topicById(topicId)
    return topic === undefined ? [] : [{ topicId, topicName: topic.name, partitions: [...partitions] }]
  })
  return {
    errorCode: 0,
    errorMessage: null,
    groupId: group.groupId,
    groupState: group.state,
    groupEpoch: group.generationId,
    assignmentEpoch: group.targetEpoch,
    assignorName: group.assignorName,
    members: group.members.map((member) => ({
      memberId: member.memberId,
      instanceId: member.instanceId,
      rackId: null,
      memberEpoch: member.epoch,
      clientId: member.clientId,
      clientHost,
      subscribedTopicNames: member.topics,
      subscribedTopicRegex: null,
      assignment: listed(member.assigned),
      targetAssignment: listed(member.target),
      memberType: 1,
    })),
  }
}

/** What ConsumerGroupDescribe says of a group that it cannot tell. */
export function undescribedModern(groupId: string, errorName: 'NOT_COORDINATOR' | 'GROUP_ID_NOT_FOUND', errorMessage: string | null): ConsumerGroupDescribedGroup {
  return { errorCode: errorCode(errorName), errorMessage, groupId, groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [] }
}
