import { exceptionOfError } from '../client/exception-of-error.ts'
import type { RequestOutcome } from '../client/node-connection.ts'
import { errorByCode, type ProtocolError } from '../protocol/errors.ts'
import type { JoinGroupResponse } from '../protocol/join-group.ts'
import type { SyncGroupRequestAssignment } from '../protocol/sync-group.ts'
import { assignorsOf } from './assignor/assignors.ts'
import type { Assignor } from './assignor/assignor.ts'
import { leadAssignment } from './lead-assignment.ts'
import { Heartbeats } from './heartbeats.ts'
import { joinGroupRequest } from './join-group-request.ts'
import type { Membership } from './membership.ts'
import type { MembershipOptions } from './membership-options.ts'
import type { GroupIdentity } from './offset-requests.ts'
import { isSamePartition, type TopicPartition } from './topic-partition.ts'

type MemberState = 'unjoined' | 'preparing' | 'joining' | 'syncing' | 'stable'

/** Time that a JoinGroup may take beyond the rebalance time-out (AbstractCoordinator.JOIN_GROUP_TIMEOUT_LAPSE). */
const joinLapseMs = 5000
const noGeneration = { generationId: -1, memberId: '', protocolName: '' }

/**
 * A consumer's place in a classic group (Kafka's AbstractCoordinator and ConsumerCoordinator): it joins and rejoins only
 * when the application polls, heartbeats by itself, and leaves when the application has not polled for max.poll.interval.ms.
 */
export class GroupMembership implements Membership {
  readonly #options: MembershipOptions
  readonly #assignors: readonly Assignor[]
  readonly #heartbeats: Heartbeats
  #state: MemberState = 'unjoined'
  #generation = noGeneration
  #isRejoinNeeded = true
  #isPrepared = false
  #retryAtMicros = 0
  #countsAtJoin: ReadonlyMap<string, number> | undefined
  #isStopped = false

  constructor(options: MembershipOptions) {
    this.#options = options
    this.#assignors = assignorsOf(options.config.assignors)
    this.#heartbeats = new Heartbeats({
      config: options.config, client: options.client, link: options.link,
      identity: () => this.identity,
      isPollWatched: () => this.#state === 'stable',
      onAnswer: (error) => { this.#heartbeatAnswered(error) },
      onPollTimeout: () => { this.leave('consumer poll timeout has expired.', () => undefined) },
    })
  }

  /** Who it is for commits. */
  get identity(): GroupIdentity {
    return { generationId: this.#generation.generationId, memberId: this.#generation.memberId, groupInstanceId: this.#options.config.groupInstanceId }
  }

  get standing(): Membership['standing'] {
    if (this.#state === 'joining' || this.#state === 'syncing') return 'rebalancing'
    return this.#state === 'unjoined' || this.identity.generationId < 0 ? 'outside' : 'active'
  }

  /** Whether all members of its group must give up everything during a rebalance. */
  get isEager(): boolean {
    return !this.#assignors.every((assignor) => assignor.isCooperative)
  }

  /** Moves the rebalance on, as far as it can. @returns whether the assignment is settled */
  poll(): boolean {
    this.#heartbeats.polled()
    const { link } = this.#options
    if (!link.ensure()) return false
    this.#checkPartitionCounts()
    if (this.#state === 'stable' && !this.#isRejoinNeeded) return true
    if ((this.#state === 'unjoined' || this.#state === 'stable') && this.#now >= this.#retryAtMicros) this.#prepare()
    else if (this.#now < this.#retryAtMicros) this.#options.client.context.process.after(this.#retryAtMicros - this.#now, () => { this.#options.events.onProgress() })
    return false
  }

  /** The subscription has changed: rejoin at the next poll. */
  requestRejoin(reason: string): void {
    if (!this.#isRejoinNeeded) this.#log(`Request joining group due to: ${reason}`)
    this.#isRejoinNeeded = true
  }

  /** Leaves the group, unless the member is static. */
  leave(reason: string, done: () => void): void {
    const { memberId } = this.#generation
    const { config, link } = this.#options
    const isDynamic = config.groupInstanceId === null
    this.#resetGeneration('unjoined')
    if (!isDynamic || memberId === '' || !link.isKnown) {
      done()
      return
    }
    this.#log(`Member ${memberId} sending LeaveGroup request to coordinator due to ${reason}`)
    link.send({
      api: 'LeaveGroup',
      body: { groupId: config.groupId ?? '', members: [{ memberId, groupInstanceId: null, reason }] },
      onComplete: () => { done() },
    })
  }

  /** Stops heartbeats for good. */
  stop(): void {
    this.#isStopped = true
    this.#heartbeats.stop()
  }

  get #now(): number {
    return this.#options.client.context.lane.simulation.nowMicros
  }

  #log(message: string): void {
    this.#options.client.context.process.log(this.#options.client.context.name, 'INFO', message)
  }

  /** Before joining: commit and give up what has to be given up (onJoinPrepare). */
  #prepare(): void {
    const before = this.#state
    this.#state = 'preparing'
    if (this.#isPrepared) {
      this.#join()
      return
    }
    const isLost = this.#generation.generationId < 0 && before === 'unjoined'
    const revoke = (): void => {
      if (this.#isStopped || this.#state !== 'preparing') return
      this.#isPrepared = true
      this.#giveUp(isLost)
      this.#join()
    }
    if (!isLost && this.isEager) this.#options.subscriptions.markPendingRevocation(this.#options.subscriptions.assigned)
    if (isLost) revoke()
    else this.#options.events.beforeRejoin(revoke)
  }

  #giveUp(isLost: boolean): void {
    const { subscriptions, events } = this.#options
    const owned = subscriptions.assigned.map(({ topic, partition }) => ({ topic, partition }))
    const kept = isLost || this.isEager ? [] : owned.filter(({ topic }) => subscriptions.topics?.includes(topic) === true)
    const given = owned.filter((partition) => !kept.includes(partition))
    if (isLost && given.length > 0) events.onLost(given)
    else if (!isLost && (given.length > 0 || (this.isEager && this.#generation.generationId >= 0))) events.onRevoked(given)
    subscriptions.assign(kept)
  }

  #join(): void {
    const { config, link, subscriptions } = this.#options
    this.#state = 'joining'
    this.#isRejoinNeeded = false
    this.#log('(Re-)joining group')
    link.send({
      api: 'JoinGroup',
      timeoutMs: Math.max(config.requestTimeoutMs, config.maxPollIntervalMs + joinLapseMs),
      body: joinGroupRequest(config, this.#assignors, subscriptions, this.#generation),
      onComplete: (outcome) => { this.#joined(outcome) },
    })
  }

  #joined(outcome: RequestOutcome<'JoinGroup'>): void {
    if (this.#isStopped || this.#state !== 'joining') return
    if (outcome.kind !== 'response' || outcome.body.errorCode !== 0) {
      if (outcome.kind === 'response' && errorByCode(outcome.body.errorCode).name === 'MEMBER_ID_REQUIRED') {
        this.#generation = { ...noGeneration, memberId: outcome.body.memberId }
        this.#again(0)
      } else this.#failed(outcome.kind === 'response' ? outcome.body.errorCode : undefined)
      return
    }
    const response = outcome.body
    this.#log(`Successfully joined group with generation Generation{generationId=${String(response.generationId)}, memberId='${response.memberId}', protocol='${response.protocolName ?? ''}'}`)
    this.#generation = { generationId: response.generationId, memberId: response.memberId, protocolName: response.protocolName ?? '' }
    this.#state = 'syncing'
    this.#heartbeats.start()
    if (response.leader === response.memberId && !response.skipAssignment) this.#lead(response)
    else this.#sync([])
  }

  /** The leader needs the partition counts of every topic in the group. */
  #lead(response: JoinGroupResponse): void {
    const assignor = this.#assignors.find((candidate) => candidate.name === response.protocolName)
    if (assignor === undefined) {
      this.#sync([])
      return
    }
    leadAssignment(this.#options.client, assignor, response.members, ({ assignments, counts }) => {
      if (this.#state !== 'syncing') return
      this.#countsAtJoin = counts
      this.#sync(assignments)
    })
  }

  #sync(assignments: readonly SyncGroupRequestAssignment[]): void {
    const { config, link } = this.#options
    link.send({
      api: 'SyncGroup',
      body: {
        groupId: config.groupId ?? '',
        generationId: this.#generation.generationId,
        memberId: this.#generation.memberId,
        groupInstanceId: config.groupInstanceId,
        protocolType: 'consumer',
        protocolName: this.#generation.protocolName,
        assignments,
      },
      onComplete: (outcome) => {
        if (this.#isStopped || this.#state !== 'syncing') return
        if (outcome.kind !== 'response' || outcome.body.errorCode !== 0) {
          this.#failed(outcome.kind === 'response' ? outcome.body.errorCode : undefined)
          return
        }
        this.#complete(outcome.body.assignment.assignedPartitions.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition }))))
      },
    })
  }

  /** The assignment is here (onJoinComplete). A cooperative member gives up what it lost, and rejoins. */
  #complete(assigned: readonly TopicPartition[]): void {
    const { subscriptions, events } = this.#options
    this.#state = 'stable'
    this.#isPrepared = false
    const revoked = subscriptions.assigned.filter((owned) => !assigned.some((entry) => isSamePartition(entry, owned)))
    const added = assigned.filter((entry) => subscriptions.of(entry) === undefined)
    if (revoked.length > 0) {
      events.onRevoked(revoked.map(({ topic, partition }) => ({ topic, partition })))
      this.requestRejoin('need to revoke partitions and re-join')
    }
    subscriptions.assign(assigned)
    events.onAssigned(added)
    events.onProgress()
  }

  #failed(code: number | undefined): void {
    const error = code === undefined ? undefined : errorByCode(code)
    this.#isRejoinNeeded = true
    this.#state = 'unjoined'
    switch (error?.name) {
      case undefined:
      case 'COORDINATOR_LOAD_IN_PROGRESS':
        break
      case 'NOT_COORDINATOR':
      case 'COORDINATOR_NOT_AVAILABLE':
        this.#options.link.markUnknown(`error response ${error.name}`)
        break
      case 'REBALANCE_IN_PROGRESS':
      case 'UNKNOWN_MEMBER_ID':
      case 'ILLEGAL_GENERATION':
        if (error.name !== 'REBALANCE_IN_PROGRESS') this.#resetGeneration('unjoined')
        this.#again(0)
        return
      default:
        this.#resetGeneration('unjoined')
        if (error !== undefined) this.#options.events.onError(exceptionOfError(error))
        return
    }
    this.#again(this.#options.client.retryBackoff.micros(0))
  }

  #again(delayMicros: number): void {
    this.#state = 'unjoined'
    this.#isRejoinNeeded = true
    this.#retryAtMicros = this.#now + delayMicros
    this.#options.client.context.process.after(delayMicros, () => { this.#options.events.onProgress() })
  }

  #resetGeneration(state: MemberState): void {
    this.#generation = noGeneration
    this.#state = state
    this.#isRejoinNeeded = true
    this.#isPrepared = false
    this.#heartbeats.stop()
  }

  /** Rejoins when a subscribed topic got more partitions; the leader notices (metadata change). */
  #checkPartitionCounts(): void {
    if (this.#state !== 'stable' || this.#countsAtJoin === undefined) return
    for (const [topic, count] of this.#countsAtJoin) {
      const known = this.#options.client.metadata.topic(topic)?.partitions.length ?? count
      if (known !== count) this.requestRejoin('cached metadata has changed')
    }
  }

  #heartbeatAnswered(error: ProtocolError): void {
    switch (error.name) {
      case 'NONE':
        return
      case 'REBALANCE_IN_PROGRESS':
        if (this.#state === 'stable') this.requestRejoin('group is already rebalancing')
        break
      case 'NOT_COORDINATOR':
      case 'COORDINATOR_NOT_AVAILABLE':
        this.#options.link.markUnknown(`error response ${error.name}`)
        return
      case 'FENCED_INSTANCE_ID':
        this.#resetGeneration('unjoined')
        this.#options.events.onError(exceptionOfError(error))
        break
      default:
        if (this.#state === 'stable') this.#resetGeneration('unjoined')
    }
    this.#options.events.onProgress()
  }
}
