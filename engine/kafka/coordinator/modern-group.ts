import type { Process } from '../../sim/process.ts'
import type { ClusterImage } from '../metadata/cluster-image.ts'
import type { ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse } from '../protocol/consumer-group-heartbeat.ts'
import type { ErrorName } from '../protocol/errors.ts'
import { serverAssignorNames, serverAssignorOf } from './assignor/server-assignors.ts'
import type { TopicAssignment } from './assignor/server-assignor.ts'
import type { CoordinatorConfig } from './coordinator-config.ts'
import { heartbeatError } from './group-answers.ts'
import { freshMember, isPartOf, isSameAssignment, mayCommit, reconcile, type ModernMember, type StoredModernMember } from './modern-member.ts'
import type { ModernGroupRecord } from './offsets-record.ts'
import { preferredAssignor, targetAssignments } from './target-assignments.ts'

/** What a group needs of its coordinator. */
export interface ModernGroupContext {
  readonly process: Process
  readonly config: CoordinatorConfig
  readonly nowMs: () => number
  readonly image: () => ClusterImage
  readonly log: (message: string) => void
  /** State, epoch or members have changed. */
  readonly onChange: (group: ModernGroup) => void
  /** Writes the group's record to `__consumer_offsets`. */
  readonly store: (record: ModernGroupRecord, done: (error: ErrorName) => void) => void
}

type Answer = (response: ConsumerGroupHeartbeatResponse) => void

/** One group of the consumer protocol (ConsumerGroup): epochs rise with every change, members follow one by one. */
export class ModernGroup {
  readonly groupId: string
  /** Since when the group is empty or not, in milliseconds since 1970. */
  stateMs: number
  readonly #context: ModernGroupContext
  readonly #members = new Map<string, ModernMember>()
  #epoch = 0
  #targetEpoch = 0
  #counts = ''
  #lastAssignedMs = Number.NEGATIVE_INFINITY

  constructor(groupId: string, context: ModernGroupContext) {
    this.groupId = groupId
    this.#context = context
    this.stateMs = context.nowMs()
  }

  get state(): 'Empty' | 'Assigning' | 'Reconciling' | 'Stable' {
    if (this.#members.size === 0) return 'Empty'
    if (this.#epoch > this.#targetEpoch) return 'Assigning'
    return [...this.#members.values()].every((member) => member.state === 'STABLE' && member.epoch === this.#targetEpoch) ? 'Stable' : 'Reconciling'
  }

  /** The group epoch. */
  get generationId(): number {
    return this.#epoch
  }

  /** The epoch of the assignment that members are to come to. */
  get targetEpoch(): number {
    return this.#targetEpoch
  }

  get members(): readonly StoredModernMember[] {
    return [...this.#members.values()]
  }

  get size(): number {
    return this.#members.size
  }

  /** The coordinator's assignor that most members ask for, or its default. */
  get assignorName(): string {
    return preferredAssignor(this.members)
  }

  /** Whether a member reads the topic. */
  isSubscribedTo(topic: string): boolean {
    return this.members.some(({ topics }) => topics.includes(topic))
  }

  /** From when offsets of topics that nobody reads age: since they were committed. */
  offsetAge(commitMs: number): number {
    return commitMs
  }

  /** Takes over what its log says, as a new coordinator; sessions begin anew. */
  restore(record: ModernGroupRecord): void {
    this.stop()
    this.#members.clear()
    this.#epoch = record.epoch
    this.#targetEpoch = record.targetEpoch
    this.stateMs = record.stateMs
    for (const stored of record.members) this.#members.set(stored.memberId, { ...stored, sessionTimer: undefined, rebalanceTimer: undefined })
    for (const member of this.#members.values()) this.#restartSession(member)
    this.#counts = this.#subscribedCounts()
    this.#context.onChange(this)
  }

  /** Stops all timers: the coordinator has moved. */
  stop(): void {
    for (const member of this.#members.values()) this.#stopTimers(member)
  }

  /** ConsumerGroupHeartbeat: join, go on, or leave. */
  heartbeat(request: ConsumerGroupHeartbeatRequest, clientId: string, answer: Answer): void {
    if (request.memberEpoch < 0) {
      this.#leave(request, answer)
      return
    }
    if (request.serverAssignor !== null && serverAssignorOf(request.serverAssignor) === undefined) {
      answer(this.#error('UNSUPPORTED_ASSIGNOR', `ServerAssignor ${request.serverAssignor} is not supported. Supported assignors: ${serverAssignorNames.join(', ')}.`))
      return
    }
    const found = this.#memberFor(request, clientId)
    if ('errorCode' in found) {
      answer(found)
      return
    }
    this.#goOn(found, request, answer)
  }

  /** LeaveGroup, by which an administrator removes static members; others leave with a heartbeat. */
  leave(memberId: string, instanceId: string | null, reason: string | null): ErrorName {
    const member = this.members.find((candidate) => instanceId !== null && candidate.instanceId === instanceId)
    const known = member === undefined ? undefined : this.#members.get(member.memberId)
    if (known === undefined || memberId !== '') return 'UNKNOWN_MEMBER_ID'
    this.#context.log(`[GroupId ${this.groupId}] Static member ${known.memberId} with instance id ${instanceId ?? ''} left the consumer group (${reason ?? 'no reason given'}).`)
    this.#remove(known)
    this.#context.store(this.#toRecord(), () => undefined)
    return 'NONE'
  }

  /** Whether a commit of these partitions (`topicId-partition`) by this member and epoch is taken (ConsumerGroup.validateOffsetCommit). */
  validateCommit(memberId: string, epoch: number, partitions: readonly string[]): ErrorName {
    if (epoch < 0 && memberId === '' && this.#members.size === 0) return 'NONE'
    const member = this.#members.get(memberId)
    if (member === undefined) return 'UNKNOWN_MEMBER_ID'
    return mayCommit(member, epoch, partitions) ? 'NONE' : 'STALE_MEMBER_EPOCH'
  }

  #goOn(member: ModernMember, request: ConsumerGroupHeartbeatRequest, answer: Answer): void {
    const owned = ownedOf(request)
    const before = { ...member }
    if (request.rebalanceTimeoutMs >= 0) member.rebalanceTimeoutMs = request.rebalanceTimeoutMs
    if (request.serverAssignor !== null) member.serverAssignor = request.serverAssignor
    const isChanged = request.subscribedTopicNames !== null && request.subscribedTopicNames.join(' ') !== member.topics.join(' ')
    if (request.subscribedTopicNames !== null) member.topics = [...request.subscribedTopicNames].sort()
    const isNew = !this.#members.has(member.memberId)
    if (isNew) this.#members.set(member.memberId, member)
    const epoch = this.#epoch
    if (isChanged || isNew || this.#counts !== this.#subscribedCounts()) this.#bump()
    this.#maybeAssign()
    if (request.memberEpoch === 0 && this.#targetEpoch === 0) member.state = 'UNRELEASED_PARTITIONS'
    reconcile(member, this.#targetEpoch, (topicId, partition) => this.#ownerOf(topicId, partition), owned)
    this.#restartSession(member)
    this.#watchRevocation(member, before)
    const isFull = request.memberEpoch === 0 || (request.rebalanceTimeoutMs >= 0 && request.subscribedTopicNames !== null && owned !== null)
    const response: ConsumerGroupHeartbeatResponse = {
      throttleTimeMs: 0, errorCode: 0, errorMessage: null, memberId: member.memberId, memberEpoch: member.epoch,
      heartbeatIntervalMs: this.#context.config.consumerHeartbeatIntervalMs,
      assignment: isFull || !isSameAssignment(before.assigned, member.assigned)
        ? { topicPartitions: [...member.assigned].map(([topicId, partitions]) => ({ topicId, partitions })) } : null,
    }
    const hasMoved = isNew || epoch !== this.#epoch || before.epoch !== member.epoch || before.state !== member.state || !isSameAssignment(before.assigned, member.assigned)
    this.#context.onChange(this)
    if (hasMoved) this.#context.store(this.#toRecord(), (error) => { answer(error === 'NONE' ? response : this.#error(error)) })
    else answer(response)
  }

  #memberFor(request: ConsumerGroupHeartbeatRequest, clientId: string): ModernMember | ConsumerGroupHeartbeatResponse {
    const { memberId, memberEpoch, instanceId } = request
    const known = this.#members.get(memberId)
    const same = instanceId === null ? undefined : [...this.#members.values()].find((member) => member.instanceId === instanceId)
    if (memberEpoch === 0) {
      if (same !== undefined && same.memberId !== memberId) return same.epoch === -2 ? this.#replace(same, memberId) : this.#unreleased(same, request)
      if (known === undefined && this.#members.size >= this.#context.config.consumerMaxSize) return this.#error('GROUP_MAX_SIZE_REACHED')
      return known ?? freshMember(request, clientId)
    }
    if (instanceId !== null && same !== undefined && same.memberId !== memberId) return this.#error('FENCED_INSTANCE_ID')
    if (known === undefined) return this.#error('UNKNOWN_MEMBER_ID', `Member ${memberId} is not a member of group ${this.groupId}.`)
    const isLate = memberEpoch === known.previousEpoch && isPartOf(ownedOf(request) ?? new Map(), known.assigned)
    if (memberEpoch === known.epoch || isLate) return known
    const size = memberEpoch > known.epoch ? 'greater' : 'smaller'
    return this.#error('FENCED_MEMBER_EPOCH', `The consumer group member has a ${size} member epoch (${String(memberEpoch)}) than the one known by the group coordinator (${String(known.epoch)}). The member must abandon all its partitions and rejoin.`)
  }

  #unreleased(owner: ModernMember, { memberId, instanceId }: ConsumerGroupHeartbeatRequest): ConsumerGroupHeartbeatResponse {
    return this.#error('UNRELEASED_INSTANCE_ID', `Static member ${memberId} with instance id ${instanceId ?? ''} cannot join the group because the instance id is owned by ${owner.memberId} member.`)
  }

  /** A static member that had left for a while is back under a new id, with its assignment. */
  #replace(previous: ModernMember, memberId: string): ModernMember {
    this.#stopTimers(previous)
    this.#members.delete(previous.memberId)
    const member: ModernMember = { ...previous, memberId, epoch: 0, previousEpoch: 0, state: 'UNRELEASED_PARTITIONS', sessionTimer: undefined, rebalanceTimer: undefined }
    this.#members.set(memberId, member)
    return member
  }

  #leave({ memberId, memberEpoch, instanceId }: ConsumerGroupHeartbeatRequest, answer: Answer): void {
    const member = this.#members.get(memberId)
    if (member === undefined) {
      answer(this.#error('UNKNOWN_MEMBER_ID'))
      return
    }
    const response = { ...this.#error('NONE'), memberId, memberEpoch }
    if (memberEpoch === -2 && instanceId !== null) {
      this.#context.log(`[GroupId ${this.groupId}] Static Member ${memberId} with instance id ${instanceId} temporarily left the consumer group.`)
      member.epoch = -2
      member.pendingRevocation = new Map()
    } else {
      this.#context.log(`[GroupId ${this.groupId}] Member ${memberId} left the consumer group.`)
      this.#remove(member)
    }
    this.#context.store(this.#toRecord(), (error) => { answer(error === 'NONE' ? response : this.#error(error)) })
  }

  #remove(member: ModernMember): void {
    this.#stopTimers(member)
    this.#members.delete(member.memberId)
    if (this.#members.size === 0) this.stateMs = this.#context.nowMs()
    this.#bump()
    this.#maybeAssign()
    this.#context.onChange(this)
  }

  #fence(member: ModernMember, why: string): void {
    if (this.#members.get(member.memberId) !== member) return
    this.#context.log(`[GroupId ${this.groupId}] Member ${member.memberId} fenced from the group because ${why}.`)
    this.#remove(member)
    this.#context.store(this.#toRecord(), () => undefined)
  }

  #bump(): void {
    this.#epoch++
    this.#counts = this.#subscribedCounts()
    this.#context.log(`[GroupId ${this.groupId}] Bumped group epoch to ${String(this.#epoch)}.`)
  }

  /** A new target for everybody, at most once in group.consumer.assignment.interval.ms; later changes wait for the next. */
  #maybeAssign(): void {
    const { config, nowMs, process, log } = this.#context
    if (this.#epoch <= this.#targetEpoch || this.#members.size === 0) return
    const waitMs = this.#lastAssignedMs + config.consumerAssignmentIntervalMs - nowMs()
    if (waitMs > 0) {
      process.after(waitMs * 1000, () => { this.#maybeAssign() })
      return
    }
    this.#lastAssignedMs = nowMs()
    const name = this.assignorName
    const targets = targetAssignments(this.members, name, this.#context.image())
    for (const member of this.#members.values()) member.target = targets.get(member.memberId) ?? new Map()
    this.#targetEpoch = this.#epoch
    log(`[GroupId ${this.groupId}] Computed a new target assignment for epoch ${String(this.#epoch)} with '${name}' assignor.`)
  }

  #subscribedCounts(): string {
    const topics = [...new Set([...this.#members.values()].flatMap((member) => member.topics))].sort()
    return topics.map((topic) => `${topic}:${String(this.#context.image().topic(topic)?.partitions.length ?? 0)}`).join(' ')
  }

  #ownerOf(topicId: string, partition: number): string | undefined {
    for (const member of this.#members.values()) {
      if (member.assigned.get(topicId)?.includes(partition) === true || member.pendingRevocation.get(topicId)?.includes(partition) === true) return member.memberId
    }
    return undefined
  }

  #restartSession(member: ModernMember): void {
    const { process, config } = this.#context
    process.cancel(member.sessionTimer)
    member.sessionTimer = process.after(config.consumerSessionTimeoutMs * 1000, () => { this.#fence(member, 'its session expired') })
  }

  #watchRevocation(member: ModernMember, before: StoredModernMember): void {
    const { process } = this.#context
    if (member.state !== 'UNREVOKED_PARTITIONS') process.cancel(member.rebalanceTimer)
    else if (before.state !== 'UNREVOKED_PARTITIONS') {
      member.rebalanceTimer = process.after(member.rebalanceTimeoutMs * 1000, () => { this.#fence(member, `it failed to transition from epoch ${String(member.epoch)} within ${String(member.rebalanceTimeoutMs)}ms`) })
    }
  }

  #stopTimers(member: ModernMember): void {
    this.#context.process.cancel(member.sessionTimer)
    this.#context.process.cancel(member.rebalanceTimer)
  }

  #error(error: ErrorName, errorMessage: string | null = null): ConsumerGroupHeartbeatResponse {
    return { ...heartbeatError(error), errorMessage }
  }

  #toRecord(): ModernGroupRecord {
    const members = [...this.#members.values()].map((member) => ({ ...member, sessionTimer: undefined, rebalanceTimer: undefined }))
    return { kind: 'consumer group', groupId: this.groupId, epoch: this.#epoch, targetEpoch: this.#targetEpoch, members, stateMs: this.stateMs }
  }
}

function ownedOf({ topicPartitions }: ConsumerGroupHeartbeatRequest): TopicAssignment | null {
  return topicPartitions === null ? null : new Map(topicPartitions.map(({ topicId, partitions }) => [topicId, partitions]))
}
