import { type ConsumerProtocolSubscription, consumerProtocolSubscriptionBytes } from './consumer-protocol.ts'
import { compactArrayBytes, compactPayloadBytes, compactStringBytes } from './wire-size.ts'

/** An element of `protocols` of the JoinGroup request. */
export interface JoinGroupRequestProtocol {
  readonly name: string
  readonly metadata: ConsumerProtocolSubscription
}

function joinGroupRequestProtocolBytes(entry: JoinGroupRequestProtocol): number {
  return 1 + compactStringBytes(entry.name) + compactPayloadBytes(consumerProtocolSubscriptionBytes(entry.metadata))
}

/** JoinGroup request v9. A member of a classic group (re)joins with its subscription. */
export interface JoinGroupRequest {
  readonly groupId: string
  readonly sessionTimeoutMs: number
  readonly rebalanceTimeoutMs: number
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly protocolType: string
  readonly protocols: readonly JoinGroupRequestProtocol[]
  readonly reason: string | null
}

/** Bytes of the body on the wire (version 9), header excluded. */
export function joinGroupRequestBytes(message: JoinGroupRequest): number {
  return 9
    + compactStringBytes(message.groupId)
    + compactStringBytes(message.memberId)
    + compactStringBytes(message.groupInstanceId)
    + compactStringBytes(message.protocolType)
    + compactArrayBytes(message.protocols, joinGroupRequestProtocolBytes)
    + compactStringBytes(message.reason)
}

/** An element of `members` of the JoinGroup response. */
export interface JoinGroupResponseMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly metadata: ConsumerProtocolSubscription
}

function joinGroupResponseMemberBytes(entry: JoinGroupResponseMember): number {
  return 1
    + compactStringBytes(entry.memberId)
    + compactStringBytes(entry.groupInstanceId)
    + compactPayloadBytes(consumerProtocolSubscriptionBytes(entry.metadata))
}

/** JoinGroup response v9. Answered when the rebalance round ends; only the leader gets `members`. */
export interface JoinGroupResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly generationId: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly leader: string
  readonly skipAssignment: boolean
  readonly memberId: string
  readonly members: readonly JoinGroupResponseMember[]
}

/** Bytes of the body on the wire (version 9), header excluded. */
export function joinGroupResponseBytes(message: JoinGroupResponse): number {
  return 12
    + compactStringBytes(message.protocolType)
    + compactStringBytes(message.protocolName)
    + compactStringBytes(message.leader)
    + compactStringBytes(message.memberId)
    + compactArrayBytes(message.members, joinGroupResponseMemberBytes)
}
