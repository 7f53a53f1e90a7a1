import type { Process, Timer } from '../../sim/process.ts'
import type { ErrorName } from '../protocol/errors.ts'
import type { JoinGroupResponse } from '../protocol/join-group.ts'
import type { SyncGroupRequest, SyncGroupResponse } from '../protocol/sync-group.ts'
import type { CoordinatorConfig } from './coordinator-config.ts'
import { joinError, syncError } from './group-answers.ts'
import { GroupMember } from './group-member.ts'
import { GroupRoster } from './group-roster.ts'
import type { GroupRecord } from './offsets-record.ts'

/** States of a classic group (ClassicGroupState). */
export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable'

/** What a group needs of its coordinator. */
export interface GroupContext {
  readonly process: Process
  readonly config: CoordinatorConfig
  readonly nowMs: () => number
  readonly newMemberId: (prefix: string) => string
  readonly log: (message: string) => void
  /** State, generation or members have changed. */
  readonly onChange: (group: GroupRounds) => void
  /** Writes the group's record to `__consumer_offsets`. */
  readonly store: (record: GroupRecord, done: (error: ErrorName) => void) => void
}

/**
 * The rounds of a classic group (GroupMetadataManager): members join, the leader's client assigns, everybody gets its part;
 * until somebody comes, goes, or is not heard of.
 */
export class GroupRounds {
  readonly groupId: string
  readonly roster = new GroupRoster()
  /** Members that have been given an id and have not come back with it yet. */
  readonly pendingJoins = new Map<string, Timer>()
  /** Members that have not asked for their assignment in this generation. */
  readonly pendingSyncs = new Set<string>()
  /** Somebody has joined during the initial delay. */
  hasNewMember = false
  /** Since when the group is in its state. */
  stateMs: number
  readonly #context: GroupContext
  #state: GroupState = 'Empty'
  #generationId = 0
  #protocolName: string | null = null
  #joinTimer: Timer | undefined
  #syncTimer: Timer | undefined
  #isInitialDelay = false

  constructor(groupId: string, context: GroupContext) {
    this.groupId = groupId
    this.#context = context
    this.stateMs = context.nowMs()
  }

  get state(): GroupState {
    return this.#state
  }

  get generationId(): number {
    return this.#generationId
  }

  /** The assignor that the generation has agreed on; null when the group is empty. */
  get protocolName(): string | null {
    return this.#protocolName
  }

  /** Whether nobody has ever joined (ClassicGroup.isSimpleGroup). */
  get isSimple(): boolean {
    return this.#generationId === 0 && this.#state === 'Empty' && this.pendingJoins.size === 0
  }

  /** Takes over what its log says, as a new coordinator; sessions begin anew. */
  restore(record: GroupRecord): void {
    this.stop()
    this.roster.clear()
    this.#generationId = record.generationId
    this.#protocolName = record.protocolName
    this.stateMs = record.stateMs
    for (const stored of record.members) this.roster.add(GroupMember.of(stored))
    this.roster.leader = record.leader
    this.#state = record.members.length === 0 ? 'Empty' : 'Stable'
    for (const member of this.roster.members) this.restartSession(member)
    this.#context.onChange(this)
  }

  /** Stops all timers: the coordinator has moved. Waiting requests are answered NOT_COORDINATOR. */
  stop(): void {
    const { process } = this.#context
    process.cancel(this.#joinTimer)
    process.cancel(this.#syncTimer)
    for (const timer of this.pendingJoins.values()) process.cancel(timer)
    for (const member of this.roster.members) {
      process.cancel(member.sessionTimer)
      this.answerJoin(member, joinError('NOT_COORDINATOR', member.memberId))
      this.answerSync(member, syncError('NOT_COORDINATOR'))
    }
  }

  /** Begins a rebalance: members must rejoin (prepareRebalance). */
  prepare(reason: string): void {
    const { config, process, log } = this.#context
    if (this.#state === 'CompletingRebalance') this.#dropAssignments()
    const isInitial = this.#state === 'Empty'
    this.#setState('PreparingRebalance')
    log(`[GroupId ${this.groupId}] Preparing to rebalance group in state PreparingRebalance with old generation ${String(this.#generationId)} (reason: ${reason}).`)
    process.cancel(this.#joinTimer)
    process.cancel(this.#syncTimer)
    if (isInitial && config.initialRebalanceDelayMs > 0) {
      this.hasNewMember = false
      this.#waitInitially(config.initialRebalanceDelayMs, Math.max(this.roster.rebalanceTimeoutMs - config.initialRebalanceDelayMs, 0))
      return
    }
    this.#joinTimer = process.after(this.roster.rebalanceTimeoutMs * 1000, () => { this.#completeJoin() })
    this.maybeCompleteJoin()
  }

  /** The first rebalance waits for more members: again and again while new ones come (group.initial.rebalance.delay.ms). */
  #waitInitially(delayMs: number, remainingMs: number): void {
    const { config, process } = this.#context
    this.#joinTimer = process.after(delayMs * 1000, () => {
      this.#joinTimer = undefined
      if (this.hasNewMember && remainingMs > 0) {
        this.hasNewMember = false
        this.#waitInitially(Math.min(config.initialRebalanceDelayMs, remainingMs), Math.max(remainingMs - delayMs, 0))
      } else this.#completeJoin()
    })
    this.#isInitialDelay = true
  }

  /** Ends the joining if everybody is there. */
  maybeCompleteJoin(): void {
    if (this.#isInitialDelay && this.#joinTimer !== undefined) return
    if (this.pendingJoins.size === 0 && this.roster.members.every((member) => member.awaitingJoin !== undefined)) this.#completeJoin()
  }

  /** Ends the round: who did not rejoin is out, the generation rises, and everybody hears of it. */
  #completeJoin(): void {
    const { process, log } = this.#context
    process.cancel(this.#joinTimer)
    this.#joinTimer = undefined
    this.#isInitialDelay = false
    for (const member of this.roster.members) {
      if (member.awaitingJoin !== undefined || member.groupInstanceId !== null) continue
      log(`[GroupId ${this.groupId}] Group removed members which haven't rejoined: ${member.memberId}`)
      this.#remove(member)
    }
    this.#generationId++
    if (this.roster.size === 0) {
      this.#becomeEmpty()
      return
    }
    if (this.roster.get(this.roster.leader ?? '')?.awaitingJoin === undefined) this.roster.leader = this.roster.members.find((member) => member.awaitingJoin !== undefined)?.memberId ?? this.roster.leader
    this.#protocolName = this.roster.selectProtocol()
    this.#setState('CompletingRebalance')
    log(`[GroupId ${this.groupId}] Stabilized group with generation ${String(this.#generationId)} and ${String(this.roster.size)} members.`)
    for (const member of this.roster.members) {
      const answer = this.joinAnswer(member)
      member.isNew = false
      this.pendingSyncs.add(member.memberId)
      this.restartSession(member)
      this.answerJoin(member, answer)
    }
    this.#syncTimer = process.after(this.roster.rebalanceTimeoutMs * 1000, () => { this.#expirePendingSyncs() })
  }

  #expirePendingSyncs(): void {
    if (this.#state !== 'CompletingRebalance' && this.#state !== 'Stable') return
    const late = this.roster.members.filter((member) => this.pendingSyncs.has(member.memberId))
    if (late.length === 0) return
    for (const member of late) this.#remove(member)
    this.prepare(`Removing ${late.map((member) => member.memberId).join(', ')} on pending sync request expiration`)
  }

  #becomeEmpty(): void {
    this.#protocolName = null
    this.roster.leader = null
    this.#setState('Empty')
    this.#context.log(`[GroupId ${this.groupId}] Group with generation ${String(this.#generationId)} is now empty.`)
    this.#context.store(this.toRecord(), () => undefined)
  }

  /** The leader hands in everybody's assignment: stored first, then told. */
  takeAssignments(request: SyncGroupRequest): void {
    const { store, log } = this.#context
    log(`[GroupId ${this.groupId}] Assignment received from leader ${request.memberId} for group ${this.groupId} for generation ${String(this.#generationId)}. The group has ${String(this.roster.size)} members, ${String(this.roster.staticCount)} of which are static.`)
    const assignments = new Map(request.assignments.map(({ memberId, assignment }) => [memberId, assignment]))
    for (const member of this.roster.members) member.assignment = assignments.get(member.memberId) ?? { assignedPartitions: [] }
    const generationId = this.#generationId
    store(this.toRecord(), (error) => {
      if (this.#state !== 'CompletingRebalance' || generationId !== this.#generationId) return
      if (error !== 'NONE') {
        this.#dropAssignments(error)
        this.prepare(`Error ${error} when storing group assignment during SyncGroup (member: ${request.memberId})`)
        return
      }
      this.#setState('Stable')
      for (const member of this.roster.members) {
        this.restartSession(member)
        this.answerSync(member, this.syncAnswer(member))
      }
    })
  }

  #dropAssignments(error: ErrorName = 'REBALANCE_IN_PROGRESS'): void {
    this.pendingSyncs.clear()
    for (const member of this.roster.members) {
      member.assignment = { assignedPartitions: [] }
      this.answerSync(member, syncError(error))
    }
  }

  /** A sign of life. */
  restartSession(member: GroupMember): void {
    this.scheduleExpiry(member, member.sessionTimeoutMs)
  }

  /** Removes the member unless it is heard of within the time, or waits for the coordinator itself. */
  scheduleExpiry(member: GroupMember, timeoutMs: number): void {
    const { process } = this.#context
    process.cancel(member.sessionTimer)
    member.sessionTimer = process.after(timeoutMs * 1000, () => {
      if (this.roster.get(member.memberId) !== member) return
      if (!member.isNew && (member.awaitingJoin !== undefined || member.awaitingSync !== undefined)) return
      this.#context.log(`[GroupId ${this.groupId}] Member ${member.memberId} in group ${this.groupId} has failed, removing it from the group.`)
      this.removeAndRebalance(member, `removing member ${member.memberId} on heartbeat expiration.`)
    })
  }

  /** A member is out; the others share anew. */
  removeAndRebalance(member: GroupMember, reason: string): void {
    this.answerJoin(member, joinError('UNKNOWN_MEMBER_ID', ''))
    this.#remove(member)
    if (this.#state === 'PreparingRebalance') this.maybeCompleteJoin()
    else if (this.#state !== 'Empty') this.prepare(reason)
    this.#context.onChange(this)
  }

  #remove(member: GroupMember): void {
    this.#context.process.cancel(member.sessionTimer)
    this.roster.remove(member)
    this.pendingSyncs.delete(member.memberId)
    this.answerSync(member, syncError('UNKNOWN_MEMBER_ID'))
  }

  #setState(state: GroupState): void {
    this.#state = state
    this.stateMs = this.#context.nowMs()
    this.#context.onChange(this)
  }

  /** The group as its log has it. */
  toRecord(): GroupRecord {
    return {
      kind: 'group', groupId: this.groupId, generationId: this.#generationId, protocolName: this.#protocolName, leader: this.roster.leader,
      members: this.roster.members.map((member) => member.toStored()), stateMs: this.#context.nowMs(),
    }
  }

  /** What a member is told of the generation. */
  joinAnswer(member: GroupMember): JoinGroupResponse {
    const isLeader = member.memberId === this.roster.leader
    return {
      throttleTimeMs: 0, errorCode: 0, generationId: this.#generationId, protocolType: 'consumer', protocolName: this.#protocolName,
      leader: this.roster.leader ?? '', skipAssignment: false, memberId: member.memberId,
      members: isLeader ? this.roster.subscriptionsFor(this.#protocolName) : [],
    }
  }

  /** A member's own assignment. */
  syncAnswer(member: GroupMember): SyncGroupResponse {
    return { throttleTimeMs: 0, errorCode: 0, protocolType: 'consumer', protocolName: this.#protocolName, assignment: member.assignment }
  }

  /** Answers a join that waits, if one does. */
  answerJoin(member: GroupMember, response: JoinGroupResponse): void {
    const answer = member.awaitingJoin
    member.awaitingJoin = undefined
    answer?.(response)
  }

  /** Answers a sync that waits, if one does. */
  answerSync(member: GroupMember, response: SyncGroupResponse): void {
    const answer = member.awaitingSync
    member.awaitingSync = undefined
    answer?.(response)
  }
}
