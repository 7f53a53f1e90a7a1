import { compactArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `members` of the LeaveGroup request. */
export interface LeaveGroupRequestMemberIdentity {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly reason: string | null
}

function leaveGroupRequestMemberIdentityBytes(entry: LeaveGroupRequestMemberIdentity): number {
  return 1
    + compactStringBytes(entry.memberId)
    + compactStringBytes(entry.groupInstanceId)
    + compactStringBytes(entry.reason)
}

/** LeaveGroup request v5. Members that leave a classic group at once (KIP-345). */
export interface LeaveGroupRequest {
  readonly groupId: string
  readonly members: readonly LeaveGroupRequestMemberIdentity[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function leaveGroupRequestBytes(message: LeaveGroupRequest): number {
  return 1
    + compactStringBytes(message.groupId)
    + compactArrayBytes(message.members, leaveGroupRequestMemberIdentityBytes)
}

/** An element of `members` of the LeaveGroup response. */
export interface LeaveGroupResponseMemberResponse {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly errorCode: number
}

function leaveGroupResponseMemberResponseBytes(entry: LeaveGroupResponseMemberResponse): number {
  return 3 + compactStringBytes(entry.memberId) + compactStringBytes(entry.groupInstanceId)
}

/** LeaveGroup response v5. Result per member. */
export interface LeaveGroupResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly members: readonly LeaveGroupResponseMemberResponse[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function leaveGroupResponseBytes(message: LeaveGroupResponse): number {
  return 7 + compactArrayBytes(message.members, leaveGroupResponseMemberResponseBytes)
}
