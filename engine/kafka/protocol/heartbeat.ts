import { compactStringBytes } from './wire-size.ts'

/** Heartbeat request v4. Sign of life of a classic group's member. */
export interface HeartbeatRequest {
  readonly groupId: string
  readonly generationId: number
  readonly memberId: string
  readonly groupInstanceId: string | null
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function heartbeatRequestBytes(message: HeartbeatRequest): number {
  return 5
    + compactStringBytes(message.groupId)
    + compactStringBytes(message.memberId)
    + compactStringBytes(message.groupInstanceId)
}

/** Heartbeat response v4. REBALANCE_IN_PROGRESS tells the member to rejoin. */
export interface HeartbeatResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function heartbeatResponseBytes(): number {
  return 7
}
