import type { ErrorName } from '../protocol/errors.ts'
import type { JoinGroupRequest, JoinGroupResponse } from '../protocol/join-group.ts'
import type { SyncGroupRequest, SyncGroupResponse } from '../protocol/sync-group.ts'
import { joinError, syncError } from './group-answers.ts'
import { GroupMember } from './group-member.ts'
import { GroupRounds, type GroupContext, type GroupState } from './group-rounds.ts'
import type { GroupRecord } from './offsets-record.ts'

/** New members join within five minutes, whatever their session time-out (CLASSIC_GROUP_NEW_MEMBER_JOIN_TIMEOUT). */
const newMemberJoinTimeoutMs = 300_000

/** One group of the classic protocol at its coordinator: answers its members' requests (ClassicGroup). */
export class ClassicGroup {
  readonly #context: GroupContext
  readonly #rounds: GroupRounds

  constructor(groupId: string, context: GroupContext) {
    this.#context = context
    this.#rounds = new GroupRounds(groupId, context)
  }

  get groupId(): string {
    return this.#rounds.groupId
  }

  get state(): GroupState {
    return this.#rounds.state
  }

  /** `consumer` once somebody has joined; null for a simple group, which only has offsets. */
  get protocolType(): string | null {
    return this.#rounds.isSimple ? null : 'consumer'
  }

  /** The assignor of the generation. */
  get protocolName(): string | null {
    return this.#rounds.protocolName
  }

  /** Whether its members read a topic, as far as the present generation tells (ClassicGroup.isSubscribedToTopic). */
  isSubscribedTo(topic: string): boolean {
    return this.members.some((member) => member.protocols.some(({ metadata }) => metadata.topics.includes(topic)))
  }

  /**
   * From when offsets of the group age, if they do (ClassicGroup.offsetExpirationCondition): since it is empty, or since they
   * were committed.
   */
  offsetAge(commitMs: number): number | undefined {
    if (this.#rounds.isSimple) return commitMs
    if (this.state === 'Empty') return this.stateMs
    return this.state === 'Stable' ? commitMs : undefined
  }

  /** Since when it is in its state, in milliseconds since 1970. */
  get stateMs(): number {
    return this.#rounds.stateMs
  }

  get generationId(): number {
    return this.#rounds.generationId
  }

  get members(): readonly GroupMember[] {
    return this.#rounds.roster.members
  }

  /** Takes over what its log says, as a new coordinator. */
  restore(record: GroupRecord): void {
    this.#rounds.restore(record)
  }

  /** Stops: the coordinator has moved. */
  stop(): void {
    this.#rounds.stop()
  }

  /** JoinGroup. */
  join(request: JoinGroupRequest, clientId: string, answer: (response: JoinGroupResponse) => void): void {
    if (this.#rounds.roster.size >= this.#context.config.maxSize && !this.#rounds.roster.has(request.memberId)) {
      answer(joinError('GROUP_MAX_SIZE_REACHED', request.memberId))
    } else if (!this.#rounds.roster.supports(request)) answer(joinError('INCONSISTENT_GROUP_PROTOCOL', request.memberId))
    else if (request.memberId === '') this.#joinNew(request, clientId, answer)
    else if (this.#rounds.pendingJoins.has(request.memberId)) this.#joinPending(request, clientId, answer)
    else this.#joinKnown(request, answer)
  }

  /** SyncGroup. */
  sync(request: SyncGroupRequest, answer: (response: SyncGroupResponse) => void): void {
    const error = this.#rounds.roster.errorFor(request.memberId, request.groupInstanceId, request.generationId === this.#rounds.generationId)
    const member = this.#rounds.roster.get(request.memberId)
    if (error !== 'NONE' || member === undefined) {
      answer(syncError(error === 'NONE' ? 'UNKNOWN_MEMBER_ID' : error))
      return
    }
    switch (this.#rounds.state) {
      case 'Empty':
        answer(syncError('UNKNOWN_MEMBER_ID'))
        break
      case 'PreparingRebalance':
        answer(syncError('REBALANCE_IN_PROGRESS'))
        break
      case 'CompletingRebalance':
        member.awaitingSync = answer
        this.#rounds.pendingSyncs.delete(member.memberId)
        if (member.memberId === this.#rounds.roster.leader) this.#rounds.takeAssignments(request)
        break
      case 'Stable':
        this.#rounds.restartSession(member)
        answer(this.#rounds.syncAnswer(member))
        break
    }
  }

  /** Heartbeat. */
  heartbeat(memberId: string, groupInstanceId: string | null, generationId: number): ErrorName {
    const error = this.#rounds.roster.errorFor(memberId, groupInstanceId, generationId === this.#rounds.generationId)
    const member = this.#rounds.roster.get(memberId)
    if (error !== 'NONE' || member === undefined) return error === 'NONE' ? 'UNKNOWN_MEMBER_ID' : error
    if (this.#rounds.state === 'Empty') return 'UNKNOWN_MEMBER_ID'
    this.#rounds.restartSession(member)
    return this.#rounds.state === 'PreparingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE'
  }

  /** LeaveGroup of one member. */
  leave(memberId: string, groupInstanceId: string | null, reason: string | null): ErrorName {
    const pending = this.#rounds.pendingJoins.get(memberId)
    if (pending !== undefined) {
      this.#context.process.cancel(pending)
      this.#rounds.pendingJoins.delete(memberId)
      if (this.#rounds.state === 'PreparingRebalance') this.#rounds.maybeCompleteJoin()
      return 'NONE'
    }
    const id = groupInstanceId === null ? memberId : (this.#rounds.roster.idOfInstance(groupInstanceId) ?? memberId)
    const member = this.#rounds.roster.get(id)
    if (member === undefined) return 'UNKNOWN_MEMBER_ID'
    if (groupInstanceId !== null && memberId !== '' && id !== memberId) return 'FENCED_INSTANCE_ID'
    this.#context.log(`[GroupId ${this.#rounds.groupId}] Member ${id} has left group through explicit \`LeaveGroup\` request; client reason: ${reason ?? 'not provided'}`)
    this.#rounds.removeAndRebalance(member, `explicit \`LeaveGroup\` request for member ${id}`)
    return 'NONE'
  }

  /** Whether a commit of this member and generation is taken (validateOffsetCommit); it counts as a sign of life. */
  validateCommit(memberId: string, groupInstanceId: string | null, generationId: number): ErrorName {
    if (generationId < 0 && this.#rounds.state === 'Empty') return 'NONE'
    if (generationId < 0 && memberId === '' && groupInstanceId === null) return this.#rounds.state === 'Empty' ? 'NONE' : 'UNKNOWN_MEMBER_ID'
    const error = this.#rounds.roster.errorFor(memberId, groupInstanceId, generationId === this.#rounds.generationId)
    if (error !== 'NONE') return error
    if (this.#rounds.state === 'CompletingRebalance') return 'REBALANCE_IN_PROGRESS'
    const member = this.#rounds.roster.get(memberId)
    if (member !== undefined) this.#rounds.restartSession(member)
    return 'NONE'
  }

  #joinNew(request: JoinGroupRequest, clientId: string, answer: (response: JoinGroupResponse) => void): void {
    const memberId = this.#context.newMemberId(request.groupInstanceId ?? clientId)
    if (request.groupInstanceId !== null) {
      const previous = this.#rounds.roster.get(this.#rounds.roster.idOfInstance(request.groupInstanceId) ?? '')
      if (previous === undefined) this.#addAndRebalance(request, clientId, memberId, answer)
      else this.#replaceStatic(previous, request, memberId, answer)
      return
    }
    this.#context.log(`[GroupId ${this.#rounds.groupId}] Dynamic member with unknown member id joins group in ${this.#rounds.state} state. Created a new member id ${memberId} and requesting the member to rejoin with this id.`)
    this.#rounds.pendingJoins.set(memberId, this.#context.process.after(request.sessionTimeoutMs * 1000, () => {
      this.#rounds.pendingJoins.delete(memberId)
      if (this.#rounds.state === 'PreparingRebalance') this.#rounds.maybeCompleteJoin()
    }))
    answer(joinError('MEMBER_ID_REQUIRED', memberId))
  }

  #joinPending(request: JoinGroupRequest, clientId: string, answer: (response: JoinGroupResponse) => void): void {
    this.#context.process.cancel(this.#rounds.pendingJoins.get(request.memberId))
    this.#rounds.pendingJoins.delete(request.memberId)
    this.#addAndRebalance(request, clientId, request.memberId, answer)
  }

  #joinKnown(request: JoinGroupRequest, answer: (response: JoinGroupResponse) => void): void {
    if (request.groupInstanceId !== null && this.#rounds.roster.idOfInstance(request.groupInstanceId) !== request.memberId) {
      answer(joinError(this.#rounds.roster.idOfInstance(request.groupInstanceId) !== undefined ? 'FENCED_INSTANCE_ID' : 'UNKNOWN_MEMBER_ID', request.memberId))
      return
    }
    const member = this.#rounds.roster.get(request.memberId)
    if (member === undefined) {
      answer(joinError('UNKNOWN_MEMBER_ID', request.memberId))
      return
    }
    const isSame = member.matches(request.protocols)
    const mustRebalance = this.#rounds.state === 'PreparingRebalance' || (this.#rounds.state === 'CompletingRebalance' && !isSame)
      || (this.#rounds.state === 'Stable' && (member.memberId === this.#rounds.roster.leader || !isSame))
    if (!mustRebalance) {
      answer(this.#rounds.joinAnswer(member))
      return
    }
    member.protocols = request.protocols
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs
    member.sessionTimeoutMs = request.sessionTimeoutMs
    member.awaitingJoin = answer
    if (this.#rounds.state === 'PreparingRebalance') this.#rounds.maybeCompleteJoin()
    else this.#rounds.prepare(member.memberId === this.#rounds.roster.leader ? `Leader ${member.memberId} re-joining group during ${this.#rounds.state}` : `Updating metadata for member ${member.memberId} during ${this.#rounds.state}`)
  }

  #addAndRebalance(request: JoinGroupRequest, clientId: string, memberId: string, answer: (response: JoinGroupResponse) => void): void {
    const { groupInstanceId, rebalanceTimeoutMs, sessionTimeoutMs, protocols } = request
    const member = new GroupMember({ memberId, groupInstanceId, clientId, rebalanceTimeoutMs, sessionTimeoutMs, protocols })
    member.awaitingJoin = answer
    this.#rounds.roster.add(member)
    if (this.#rounds.state === 'PreparingRebalance') this.#rounds.hasNewMember = true
    this.#rounds.scheduleExpiry(member, newMemberJoinTimeoutMs)
    const reason = `Adding new member ${memberId} with group instance id ${groupInstanceId ?? 'null'}; client reason: ${request.reason ?? 'not provided'}`
    if (this.#rounds.state === 'PreparingRebalance') this.#rounds.maybeCompleteJoin()
    else this.#rounds.prepare(reason)
  }

  /** A static member is back under a new member id: it keeps its assignment, without a rebalance where nothing else changed. */
  #replaceStatic(previous: GroupMember, request: JoinGroupRequest, memberId: string, answer: (response: JoinGroupResponse) => void): void {
    const oldId = previous.memberId
    const isSame = previous.matches(request.protocols.map((protocol) => ({ ...protocol })))
    this.#rounds.answerJoin(previous, joinError('FENCED_INSTANCE_ID', oldId))
    this.#rounds.answerSync(previous, syncError('FENCED_INSTANCE_ID'))
    const subscribesAlike = JSON.stringify(previous.protocols.map(({ name, metadata }) => [name, metadata.topics])) === JSON.stringify(request.protocols.map(({ name, metadata }) => [name, metadata.topics]))
    previous.protocols = request.protocols
    previous.rebalanceTimeoutMs = request.rebalanceTimeoutMs
    previous.sessionTimeoutMs = request.sessionTimeoutMs
    const wasLeader = this.#rounds.roster.leader === oldId
    this.#rounds.roster.rename(previous, memberId)
    this.#context.log(`[GroupId ${this.#rounds.groupId}] Static member with groupInstanceId=${request.groupInstanceId ?? ''} and unknown member id joins group in ${this.#rounds.state} state. Replacing previously mapped member ${oldId} with this groupInstanceId.`)
    this.#rounds.restartSession(previous)
    if (this.#rounds.state === 'Stable' && (isSame || subscribesAlike)) {
      this.#context.store(this.#rounds.toRecord(), () => undefined)
      answer({ ...this.#rounds.joinAnswer(previous), leader: wasLeader ? memberId : (this.#rounds.roster.leader ?? ''), skipAssignment: wasLeader })
      return
    }
    previous.awaitingJoin = answer
    if (this.#rounds.state === 'PreparingRebalance') this.#rounds.maybeCompleteJoin()
    else this.#rounds.prepare(`Updating metadata for static member ${memberId}`)
  }
}
