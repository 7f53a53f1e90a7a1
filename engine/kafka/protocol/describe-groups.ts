import { consumerProtocolAssignmentBytes, consumerProtocolSubscriptionBytes, type ConsumerProtocolAssignment, type ConsumerProtocolSubscription } from './consumer-protocol.ts'
import { compactArrayBytes, compactPayloadBytes, compactStringBytes } from './wire-size.ts'

/** DescribeGroups request v6. Asks the coordinator of classic groups for their state and members. */
export interface DescribeGroupsRequest {
  readonly groups: readonly string[]
  readonly includeAuthorizedOperations: boolean
}

/** Bytes of the body on the wire (version 6), header excluded. */
export function describeGroupsRequestBytes(message: DescribeGroupsRequest): number {
  return 2 + compactArrayBytes(message.groups, compactStringBytes)
}

/** An element of `members` of the DescribeGroups response; what the group's assignor wrote is kept structured. */
export interface DescribedGroupMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly clientHost: string
  readonly memberMetadata: ConsumerProtocolSubscription
  readonly memberAssignment: ConsumerProtocolAssignment
}

function describedGroupMemberBytes(entry: DescribedGroupMember): number {
  return 1
    + compactStringBytes(entry.memberId)
    + compactStringBytes(entry.groupInstanceId)
    + compactStringBytes(entry.clientId)
    + compactStringBytes(entry.clientHost)
    + compactPayloadBytes(consumerProtocolSubscriptionBytes(entry.memberMetadata))
    + compactPayloadBytes(consumerProtocolAssignmentBytes(entry.memberAssignment))
}

/** An element of `groups` of the DescribeGroups response. `protocolData` is the assignor that was chosen. */
export interface DescribedGroup {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly groupId: string
  readonly groupState: string
  readonly protocolType: string
  readonly protocolData: string
  readonly members: readonly DescribedGroupMember[]
}

function describedGroupBytes(entry: DescribedGroup): number {
  return 7
    + compactStringBytes(entry.errorMessage)
    + compactStringBytes(entry.groupId)
    + compactStringBytes(entry.groupState)
    + compactStringBytes(entry.protocolType)
    + compactStringBytes(entry.protocolData)
    + compactArrayBytes(entry.members, describedGroupMemberBytes)
}

/** DescribeGroups response v6. */
export interface DescribeGroupsResponse {
  readonly throttleTimeMs: number
  readonly groups: readonly DescribedGroup[]
}

/** Bytes of the body on the wire (version 6), header excluded. */
export function describeGroupsResponseBytes(message: DescribeGroupsResponse): number {
  return 5 + compactArrayBytes(message.groups, describedGroupBytes)
}
