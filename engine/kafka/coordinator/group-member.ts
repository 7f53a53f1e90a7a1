import type { Timer } from '../../sim/process.ts'
import type { ConsumerProtocolAssignment } from '../protocol/consumer-protocol.ts'
import type { JoinGroupRequestProtocol, JoinGroupResponse } from '../protocol/join-group.ts'
import type { SyncGroupResponse } from '../protocol/sync-group.ts'
import type { StoredMember } from './offsets-record.ts'

/** What a member said when it joined. */
export interface MemberOptions {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly rebalanceTimeoutMs: number
  readonly sessionTimeoutMs: number
  readonly protocols: readonly JoinGroupRequestProtocol[]
}

const nothing: ConsumerProtocolAssignment = { assignedPartitions: [] }

/** A member of a classic group at its coordinator (ClassicGroupMember). */
export class GroupMember {
  memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  rebalanceTimeoutMs: number
  sessionTimeoutMs: number
  protocols: readonly JoinGroupRequestProtocol[]
  assignment: ConsumerProtocolAssignment = nothing
  /** It has joined and waits for the rebalance to end. */
  awaitingJoin: ((response: JoinGroupResponse) => void) | undefined
  /** It has asked for its assignment and waits for the leader's. */
  awaitingSync: ((response: SyncGroupResponse) => void) | undefined
  /** Its first join is not over. */
  isNew = true
  sessionTimer: Timer | undefined

  constructor(options: MemberOptions) {
    this.memberId = options.memberId
    this.groupInstanceId = options.groupInstanceId
    this.clientId = options.clientId
    this.rebalanceTimeoutMs = options.rebalanceTimeoutMs
    this.sessionTimeoutMs = options.sessionTimeoutMs
    this.protocols = options.protocols
  }

  /** A member as a log had it. */
  static of(stored: StoredMember): GroupMember {
    const member = new GroupMember(stored)
    member.assignment = stored.assignment
    member.isNew = false
    return member
  }

  /** What its group's record says of it. */
  toStored(): StoredMember {
    const { memberId, groupInstanceId, clientId, rebalanceTimeoutMs, sessionTimeoutMs, protocols, assignment } = this
    return { memberId, groupInstanceId, clientId, rebalanceTimeoutMs, sessionTimeoutMs, protocols, assignment }
  }

  /** Whether its protocols are the same as before, subscriptions included. */
  matches(protocols: readonly JoinGroupRequestProtocol[]): boolean {
    return JSON.stringify(this.protocols) === JSON.stringify(protocols)
  }
}
