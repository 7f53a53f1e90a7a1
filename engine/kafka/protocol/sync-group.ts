import { type ConsumerProtocolAssignment, consumerProtocolAssignmentBytes } from './consumer-protocol.ts'
import { compactArrayBytes, compactPayloadBytes, compactStringBytes } from './wire-size.ts'

/** An element of `assignments` of the SyncGroup request. */
export interface SyncGroupRequestAssignment {
  readonly memberId: string
  readonly assignment: ConsumerProtocolAssignment
}

function syncGroupRequestAssignmentBytes(entry: SyncGroupRequestAssignment): number {
  return 1
    + compactStringBytes(entry.memberId)
    + compactPayloadBytes(consumerProtocolAssignmentBytes(entry.assignment))
}

/** SyncGroup request v5. The leader of a classic group hands in `assignments`; the others send none. */
export interface SyncGroupRequest {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly assignments: readonly SyncGroupRequestAssignment[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function syncGroupRequestBytes(message: SyncGroupRequest): number {
  return 5
    + compactStringBytes(message.groupId)
    + compactStringBytes(message.memberId)
    + compactStringBytes(message.groupInstanceId)
    + compactStringBytes(message.protocolType)
    + compactStringBytes(message.protocolName)
    + compactArrayBytes(message.assignments, syncGroupRequestAssignmentBytes)
}

/** SyncGroup response v5. The member's own assignment. */
export interface SyncGroupResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly protocolType: string | null
  readonly protocolName: string | null
  readonly assignment: ConsumerProtocolAssignment
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function syncGroupResponseBytes(message: SyncGroupResponse): number {
  return 7
    + compactStringBytes(message.protocolType)
    + compactStringBytes(message.protocolName)
    + compactPayloadBytes(consumerProtocolAssignmentBytes(message.assignment))
}
