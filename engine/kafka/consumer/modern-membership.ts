import { randomUuid } from '../coordinator/random-uuid.ts'
import { wakeLateMicrosOf } from '../client/client-context.ts'
import { WakeTimer } from '../client/wake-timer.ts'
import { exceptionOfError } from '../client/exception-of-error.ts'
import type { RequestOutcome } from '../client/node-connection.ts'
import type { ConsumerGroupHeartbeatResponse } from '../protocol/consumer-group-heartbeat.ts'
import { errorByCode } from '../protocol/errors.ts'
import type { Membership } from './membership.ts'
import type { MembershipOptions } from './membership-options.ts'
import type { GroupIdentity } from './offset-requests.ts'
import { byTopic, isSamePartition, partitionName, type TopicPartition } from './topic-partition.ts'

/** States of a member at its client (MemberState); PREPARE_LEAVING is within `leave`. */
type MemberState = 'UNSUBSCRIBED' | 'JOINING' | 'RECONCILING' | 'ACKNOWLEDGING' | 'STABLE' | 'STALE' | 'FATAL' | 'LEAVING'

/** How often it looks for a coordinator that is not known. */
const retryMicros = 100_000

/**
 * A consumer's place in a group of KIP-848 (ConsumerMembershipManager and ConsumerHeartbeatRequestManager): heartbeats carry
 * everything; the coordinator says what to own; callbacks run when the application polls.
 */
export class ModernMembership implements Membership {
  readonly #options: MembershipOptions
  readonly #memberId: string
  readonly #timer: WakeTimer
  #state: MemberState = 'UNSUBSCRIBED'
  #epoch = 0
  #target: readonly TopicPartition[] | undefined
  #intervalMs = 0
  #isInFlight = false
  #isDue = false
  #lastSentMicros = 0
  #lastPollMicros = 0
  #sentOwned = ''
  #sentTopics = ''
  #isCommitting = false

  constructor(options: MembershipOptions) {
    this.#options = options
    const { context } = options.client
    const random = context.lane.simulation.random(`${context.name}/member-id`)
    this.#memberId = randomUuid(random)
    this.#timer = new WakeTimer(context.process, () => { this.#look() })
  }

  get identity(): GroupIdentity {
    return { generationId: this.#epoch > 0 ? this.#epoch : -1, memberId: this.#memberId, groupInstanceId: this.#options.config.groupInstanceId }
  }

  /** The asynchronous consumer leaves it to the coordinator. */
  readonly standing = 'active'

  poll(): boolean {
    this.#lastPollMicros = this.#now
    if (this.#state === 'UNSUBSCRIBED') this.#join()
    if (this.#state === 'STALE') {
      this.#loseAll()
      this.#join()
    }
    if (this.#state === 'RECONCILING') this.#reconcile()
    this.#look()
    return this.#state === 'STABLE' && this.#target === undefined
  }

  requestRejoin(): void {
    if (this.#state === 'STABLE' || this.#state === 'RECONCILING' || this.#state === 'ACKNOWLEDGING') this.#isDue = true
  }

  leave(reason: string, done: () => void): void {
    const isMember = !['UNSUBSCRIBED', 'STALE', 'FATAL'].includes(this.#state)
    this.#state = 'LEAVING'
    this.#timer.stop()
    if (!isMember || !this.#options.link.isKnown) {
      done()
      return
    }
    this.#log(`Member ${this.#memberId} with epoch ${String(this.#epoch)} is leaving the group: ${reason}`)
    this.#sendLeave(done)
  }

  stop(): void {
    this.#state = 'LEAVING'
    this.#timer.stop()
  }

  get #now(): number {
    return this.#options.client.context.lane.simulation.nowMicros
  }

  #log(message: string): void {
    const { context } = this.#options.client
    context.process.log(context.name, 'INFO', message)
  }

  #join(): void {
    this.#state = 'JOINING'
    this.#epoch = 0
    this.#target = undefined
    this.#isDue = true
  }

  /** What the background thread does whenever something is due. */
  #look(): void {
    const { link, config } = this.#options
    if (['UNSUBSCRIBED', 'STALE', 'FATAL', 'LEAVING'].includes(this.#state)) return
    if (!link.ensure()) {
      this.#timer.within(retryMicros)
      return
    }
    const pollEnd = this.#lastPollMicros + config.maxPollIntervalMs * 1000
    if (this.#now >= pollEnd) {
      this.#pollTimedOut()
      return
    }
    if (!this.#isInFlight && (this.#isDue || this.#now >= this.#lastSentMicros + this.#intervalMs * 1000)) this.#send()
    const next = this.#isInFlight ? pollEnd : this.#lastSentMicros + this.#intervalMs * 1000
    this.#timer.within(Math.max(Math.min(next, pollEnd) - this.#now, 1000) + wakeLateMicrosOf(this.#options.client.context))
  }

  /** The application has not polled for max.poll.interval.ms: out of the group until it does. */
  #pollTimedOut(): void {
    this.#log('consumer poll timeout has expired. The member leaves the group and rejoins at the next poll.')
    this.#sendLeave(() => undefined)
    this.#state = 'STALE'
    this.#timer.stop()
  }

  #sendLeave(done: () => void): void {
    const epoch = this.#options.config.groupInstanceId === null ? -1 : -2
    this.#epoch = epoch
    this.#options.link.send({
      api: 'ConsumerGroupHeartbeat',
      body: { ...this.#emptyBody(), memberEpoch: epoch, topicPartitions: null },
      onComplete: () => { done() },
    })
  }

  #emptyBody() {
    const { config } = this.#options
    return {
      groupId: config.groupId ?? '', memberId: this.#memberId, memberEpoch: this.#epoch, instanceId: config.groupInstanceId, rackId: null,
      rebalanceTimeoutMs: -1, subscribedTopicNames: null, subscribedTopicRegex: null, serverAssignor: null,
    }
  }

  /** What has not changed since the last heartbeat is left out; a join says everything. */
  #send(): void {
    const { config, link, subscriptions } = this.#options
    const isJoin = this.#state === 'JOINING'
    const owned = isJoin ? [] : subscriptions.assigned
    const ownedText = owned.map(partitionName).sort().join(' ')
    const topics = subscriptions.topics ?? []
    const saysOwned = isJoin || ownedText !== this.#sentOwned || this.#state === 'ACKNOWLEDGING'
    const saysTopics = isJoin || topics.join(' ') !== this.#sentTopics
    this.#sentOwned = ownedText
    this.#sentTopics = topics.join(' ')
    this.#isInFlight = true
    this.#isDue = false
    this.#lastSentMicros = this.#now
    if (this.#state === 'ACKNOWLEDGING') this.#state = this.#target === undefined ? 'STABLE' : 'RECONCILING'
    const epoch = this.#epoch
    link.send({
      api: 'ConsumerGroupHeartbeat',
      body: {
        ...this.#emptyBody(),
        rackId: isJoin && config.clientRack !== '' ? config.clientRack : null,
        rebalanceTimeoutMs: isJoin ? config.maxPollIntervalMs : -1,
        subscribedTopicNames: saysTopics ? topics : null,
        serverAssignor: isJoin ? config.remoteAssignor : null,
        topicPartitions: saysOwned ? [...byTopic(owned)].map(([topic, entries]) => ({ topicId: this.#options.client.metadata.topic(topic)?.topicId ?? '', partitions: entries.map(({ partition }) => partition) })) : null,
      },
      onComplete: (outcome) => {
        this.#isInFlight = false
        if (epoch === this.#epoch) this.#answered(outcome)
      },
    })
  }

  #answered(outcome: RequestOutcome<'ConsumerGroupHeartbeat'>): void {
    if (['LEAVING', 'STALE', 'FATAL'].includes(this.#state)) return
    if (outcome.kind !== 'response') this.#again()
    else if (outcome.body.errorCode !== 0) this.#failed(outcome.body)
    else this.#succeeded(outcome.body)
    this.#options.events.onProgress()
  }

  #succeeded(response: ConsumerGroupHeartbeatResponse): void {
    this.#intervalMs = response.heartbeatIntervalMs
    this.#epoch = response.memberEpoch
    if (this.#state === 'JOINING') {
      this.#log(`Member ${this.#memberId} with epoch ${String(this.#epoch)} joined the group`)
      this.#state = 'STABLE'
    }
    if (response.assignment !== null) {
      const { metadata } = this.#options.client
      this.#target = response.assignment.topicPartitions.flatMap(({ topicId, partitions }) => {
        const topic = metadata.topicNameOf(topicId)
        return topic === undefined ? [] : partitions.map((partition) => ({ topic, partition }))
      })
      this.#state = 'RECONCILING'
    }
    this.#look()
  }

  #failed({ errorCode: code, errorMessage }: ConsumerGroupHeartbeatResponse): void {
    const error = errorByCode(code)
    switch (error.name) {
      case 'NOT_COORDINATOR':
      case 'COORDINATOR_NOT_AVAILABLE':
        this.#options.link.markUnknown(`error response ${error.name}`)
        this.#again()
        break
      case 'COORDINATOR_LOAD_IN_PROGRESS':
        this.#again()
        break
      case 'FENCED_MEMBER_EPOCH':
      case 'UNKNOWN_MEMBER_ID':
        this.#loseAll()
        this.#join()
        this.#look()
        break
      default:
        this.#state = 'FATAL'
        this.#timer.stop()
        this.#options.events.onError(exceptionOfError(error, errorMessage))
    }
  }

  /** The same heartbeat once more, with everything in it again. */
  #again(): void {
    this.#sentOwned = ' '
    this.#sentTopics = ' '
    this.#isDue = true
    this.#timer.within(this.#options.client.retryBackoff.micros(0))
  }

  #loseAll(): void {
    const { subscriptions, events } = this.#options
    const owned = subscriptions.assigned.map(({ topic, partition }) => ({ topic, partition }))
    if (owned.length > 0) events.onLost(owned)
    subscriptions.assign([])
  }

  /** Commits (if auto commit is on), gives up what is no longer its own, takes what is new, and says so at once. */
  #reconcile(): void {
    const target = this.#target
    if (target === undefined || this.#isCommitting) return
    const { subscriptions, events } = this.#options
    const owned = subscriptions.assigned.map(({ topic, partition }) => ({ topic, partition }))
    const revoked = owned.filter((entry) => !target.some((wanted) => isSamePartition(wanted, entry)))
    const added = target.filter((entry) => subscriptions.of(entry) === undefined)
    const proceed = (): void => {
      this.#isCommitting = false
      if (this.#state !== 'RECONCILING' || this.#target !== target) return
      if (revoked.length > 0) events.onRevoked(revoked)
      subscriptions.assign(target)
      this.#target = undefined
      this.#state = 'ACKNOWLEDGING'
      events.onAssigned(added)
      this.#isDue = true
      // The application's thread tells the background thread, which wakes.
      this.#timer.within(wakeLateMicrosOf(this.#options.client.context))
      events.onProgress()
    }
    if (revoked.length === 0) {
      proceed()
      return
    }
    this.#isCommitting = true
    subscriptions.markPendingRevocation(revoked)
    events.beforeRejoin(proceed)
  }
}
