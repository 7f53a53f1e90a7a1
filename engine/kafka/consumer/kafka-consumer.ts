import { parseBootstrapServers } from '../client/broker-address.ts'
import type { ClientContext } from '../client/client-context.ts'
import { NetworkClient } from '../client/network-client.ts'
import { WakeTimer } from '../client/wake-timer.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { Timer } from '../../sim/process.ts'
import { closeInOrder } from './close-in-order.ts'
import type { ConsumedRun } from './consumed-run.ts'
import { tellGivenUp, type PollResult, type RebalanceListener } from './poll-result.ts'
import { readConsumerConfig, type ConsumerConfig } from './consumer-config.ts'
import { drawConsumer, drawReading } from './consumer-picture.ts'
import { alreadyClosed, mutuallyExclusive, noAssignment, noGroup, noSubscription, notAssigned } from './consumer-misuse.ts'
import { ConsumerTracks } from './consumer-tracks.ts'
import { Fetcher } from './fetcher.ts'
import { GroupBooks, type ReadingProgress } from './group-books.ts'
import { groupParts, type GroupParts } from './group-parts.ts'
import { lookUpOffsets, type FoundOffset, type OffsetLookup } from './offset-lookup.ts'
import type { GroupIdentity, OffsetAndMetadata } from './offset-requests.ts'
import { PositionKeeper } from './position-keeper.ts'
import { SubscriptionState, type AssignedPartition } from './subscription-state.ts'
import { partitionName, type TopicPartition } from './topic-partition.ts'

/** What a consumer is made from. */
export interface KafkaConsumerOptions {
  readonly context: ClientContext
  /** Kafka's keys and values; `bootstrap.servers` must be there. */
  readonly properties: Readonly<Record<string, string>>
  /** The books of how far groups are; without them the log holds every record for the group for ever. */
  readonly progress?: ReadingProgress
}

interface CurrentPoll {
  readonly done: (result: PollResult) => void
  readonly timer: Timer
}

/**
 * A Kafka consumer with the semantics of Java's classic consumer: everything but heartbeats happens inside `poll`, which
 * calls back with records, at the latest after its time-out. One poll at a time.
 */
export class KafkaConsumer {
  readonly config: ConsumerConfig
  readonly name: string
  readonly #context: ClientContext
  readonly #client: NetworkClient
  readonly #subscriptions = new SubscriptionState()
  readonly #books: GroupBooks | undefined
  readonly #tracks: ConsumerTracks
  readonly #fetcher: Fetcher
  readonly #positions: PositionKeeper
  readonly #group: GroupParts | undefined
  readonly #timer: WakeTimer
  #listener: RebalanceListener = {}
  #poll: CurrentPoll | undefined
  #error: KafkaException | undefined
  #isClosed = false

  /** @throws KafkaException what Java's constructor throws for these properties */
  constructor(options: KafkaConsumerOptions) {
    const { context } = options
    const config = readConsumerConfig(options.properties, context)
    this.config = config
    this.name = context.name
    this.#context = context
    this.#books = options.progress === undefined || config.groupId === null ? undefined : new GroupBooks(context, config.groupId, options.progress)
    this.#tracks = new ConsumerTracks(context.lane.simulation.recorder, this.name)
    this.#timer = new WakeTimer(context.process, () => { this.#step() })
    this.#client = new NetworkClient({
      context, config, bootstrap: parseBootstrapServers(config.bootstrapServers.join(',')), allowAutoTopicCreation: config.allowAutoCreateTopics,
      onProgress: () => { this.#onProgress() },
    })
    const common = { config, client: this.#client, subscriptions: this.#subscriptions }
    this.#fetcher = new Fetcher({ ...common, onHighWatermark: (partition) => { this.#tracks.moved(partition) } })
    this.#group = config.groupId === null ? undefined : groupParts({
      ...common,
      groupId: config.groupId,
      isSubscribed: () => this.#subscriptions.topics !== undefined,
      onCommitted: (offset) => { this.#tracks.committed(offset, offset.offset) },
      events: {
        beforeRejoin: (done) => { const before = this.#listener.beforeRejoin; if (before === undefined) done(); else before(done) },
        onRevoked: (partitions) => { this.#listener.onPartitionsRevoked?.(partitions) },
        onLost: (partitions) => { (this.#listener.onPartitionsLost ?? this.#listener.onPartitionsRevoked)?.(partitions) },
        onAssigned: (added) => { this.#onAssigned(added) },
        onError: (error) => { this.#fail(error) },
        onProgress: () => { this.#onProgress() },
      },
    })
    this.#positions = new PositionKeeper({
      ...common, offsets: this.#group?.offsets,
      onCommitted: (offset) => { this.#tracks.committed(offset, offset.offset) },
      onJump: (jump) => { this.#books?.skipped(jump) },
      onError: (error) => { this.#fail(error) },
    })
    drawConsumer(context, config.groupId)
  }

  /** Takes these partitions, without a group's help. @throws KafkaException IllegalStateException after `subscribe` */
  assign(partitions: readonly TopicPartition[]): void {
    this.#throwIfClosed()
    if (this.#subscriptions.topics !== undefined) throw mutuallyExclusive()
    this.#subscriptions.isManual = true
    this.#subscriptions.assign(partitions)
    this.#client.metadata.wantOnly([...new Set(partitions.map(({ topic }) => topic))])
    drawReading(this.#context, this.config.groupId, partitions.map(({ topic }) => topic))
    this.#tracks.assigned(partitions, 'assign')
    this.#books?.follow(this.#subscriptions)
  }

  /** Joins the group of group.id for these topics at the next poll. @throws KafkaException as Java does */
  subscribe(topics: readonly string[], listener: RebalanceListener = {}): void {
    this.#throwIfClosed()
    if (this.config.groupId === null) throw noGroup()
    if (this.#subscriptions.isManual) throw mutuallyExclusive()
    this.#subscriptions.topics = topics
    this.#listener = listener
    this.#client.metadata.wantOnly(topics)
    this.#group?.membership.requestRejoin('subscription has changed')
    drawReading(this.#context, this.config.groupId, topics)
  }

  /** Gives everything up and leaves its group; `subscribe` or `assign` may follow. */
  unsubscribe(): void {
    this.#giveUp()
    this.#fetcher.dropUnassigned()
    this.#group?.membership.leave('the consumer unsubscribed from all topics', () => undefined)
    this.#subscriptions.topics = undefined
  }

  /**
   * Brings records, or none after the time-out. Positions move over what it returns.
   * @throws KafkaException IllegalStateException without subscription or assignment, or after close
   */
  poll(timeoutMs: number, done: (result: PollResult) => void): void {
    this.#throwIfClosed()
    if (this.#subscriptions.topics === undefined && !this.#subscriptions.isManual) throw noSubscription()
    this.#poll = { done, timer: this.#context.process.after(timeoutMs * 1000, () => { this.#finish({ records: [], error: undefined }) }) }
    this.#step()
  }

  /** The partitions it has now. */
  get assignment(): readonly TopicPartition[] { return this.#subscriptions.assigned.map(({ topic, partition }) => ({ topic, partition })) }

  /** Offset of the next record that `poll` would return; undefined while it is not known. @throws KafkaException when not assigned */
  position(partition: TopicPartition): number | undefined {
    const assigned = this.#subscriptions.of(partition)
    if (assigned === undefined) throw notAssigned()
    return assigned.position?.offset
  }

  /** Moves the position. @throws KafkaException when not assigned or negative */
  seek(partition: TopicPartition, offset: number): void {
    if (offset < 0) throw new KafkaException('java.lang.IllegalArgumentException', 'seek offset must not be a negative number')
    const assigned = this.#assigned(partition)
    this.#books?.seeks(assigned, offset)
    this.#subscriptions.seek(assigned, offset, -1, this.#client.metadata)
  }

  /** Moves the position to the start or the end of the log at the next poll. */
  seekTo(partition: TopicPartition, to: 'earliest' | 'latest'): void {
    this.#books?.seeks(this.#assigned(partition), undefined)
    this.#subscriptions.requestReset(this.#assigned(partition), to)
  }

  /** Returns no records of a partition until `resume` is called. @throws KafkaException when not assigned */
  pause(partition: TopicPartition): void { this.#assigned(partition).isPaused = true }

  resume(partition: TopicPartition): void { this.#assigned(partition).isPaused = false }
  /** Who it is in its group (groupMetadata); undefined without one. */
  get identity(): GroupIdentity | undefined { return this.#group?.membership.identity }

  /** Looks offsets up by timestamp (offsetsForTimes), or by -1 for endOffsets and -2 for beginningOffsets; times out after default.api.timeout.ms. */
  listOffsets(lookups: readonly OffsetLookup[], done: (found: readonly FoundOffset[] | KafkaException) => void): void {
    lookUpOffsets(this.#client, lookups, { timeoutMs: this.config.defaultApiTimeoutMs, isReadCommitted: this.config.isReadCommitted }, done)
  }

  /** Commits positions (or the given offsets), and calls back once, without a second attempt. */
  commitAsync(offsets: readonly OffsetAndMetadata[] | undefined, done: (error: KafkaException | undefined) => void): void {
    if (this.#group === undefined) done(noGroup())
    else this.#group.committer.commitOnce(offsets ?? this.#group.committer.consumedOffsets(), done)
  }

  /** Commits and tries again after retriable errors, at most `timeoutMs` (default.api.timeout.ms). */
  commitSync(offsets: readonly OffsetAndMetadata[] | undefined, done: (error: KafkaException | undefined) => void, timeoutMs?: number): void {
    if (this.#group === undefined) done(noGroup())
    else this.#group.committer.commitSync(offsets ?? this.#group.committer.consumedOffsets(), done, timeoutMs)
  }

  /** Committed offsets of partitions; offset -1 where there is none. */
  committed(partitions: readonly TopicPartition[], done: (offsets: readonly OffsetAndMetadata[] | KafkaException) => void): void {
    if (this.#group === undefined) done(noGroup())
    else this.#group.committer.committed(partitions, done)
  }
  /** The highest offset of a partition that it has sent in a commit; -1 for none. */
  highestCommitSent(partition: TopicPartition): number { return this.#group?.committer.highestSent(partitionName(partition)) ?? -1 }

  /** Commits if auto commit is on, gives everything up, leaves the group, and hangs up. */
  close(done: () => void): void {
    if (this.#isClosed) {
      this.#context.process.after(0, done)
      return
    }
    this.#isClosed = true
    if (this.#poll !== undefined) this.#finish({ records: [], error: undefined })
    closeInOrder({
      process: this.#context.process,
      commit: (then) => {
        if (this.config.enableAutoCommit && this.#group?.link.isKnown === true) this.#group.committer.commitSync(this.#group.committer.consumedOffsets(), then)
        else then()
      },
      giveUp: () => { this.#giveUp() },
      leave: (then) => {
        if (this.#group === undefined || this.#subscriptions.topics === undefined) then()
        else this.#group.membership.leave('the consumer is being closed', then)
      },
      end: () => {
        this.#end()
        done()
      },
    })
  }

  /** What happens in `poll`, as often as something has moved. */
  #step(): void {
    if (this.#poll === undefined) return
    const error = this.#error
    this.#error = undefined
    if (error !== undefined) {
      this.#finish({ records: [], error })
      return
    }
    if (this.#subscriptions.topics !== undefined) this.#group?.membership.poll()
    this.#group?.committer.maybeAutoCommit()
    let wait = this.#positions.update()
    try {
      const records = this.#fetcher.collect()
      wait = Math.min(wait, this.#fetcher.sendFetches())
      this.#client.maybeUpdateMetadata()
      if (records.length > 0) this.#returnRecords(records)
      else this.#timer.within(wait)
    } catch (thrown) {
      if (!(thrown instanceof KafkaException)) throw thrown
      this.#finish({ records: [], error: thrown })
    }
  }

  #returnRecords(records: readonly ConsumedRun[]): void {
    for (const partition of this.#subscriptions.assigned) this.#tracks.moved(partition)
    for (const { run } of records) this.#context.lane.ledger.note('fetched', run, this.name)
    this.#finish({ records, error: undefined })
  }

  #finish(result: PollResult): void {
    const poll = this.#poll
    if (poll === undefined) return
    this.#poll = undefined
    this.#context.process.cancel(poll.timer)
    this.#timer.stop()
    this.#context.process.after(0, () => { poll.done(result) })
  }

  #onProgress(): void {
    this.#group?.link.flush()
    if (this.#poll !== undefined) this.#timer.within(0)
  }

  #onAssigned(added: readonly TopicPartition[]): void {
    this.#fetcher.dropUnassigned()
    this.#books?.follow(this.#subscriptions)
    this.#tracks.assigned(this.assignment, 'rebalance')
    this.#context.process.log(this.name, 'INFO', `Adding newly assigned partitions: [${added.map(partitionName).join(', ')}]`)
    this.#listener.onPartitionsAssigned?.(added)
  }

  #giveUp(): void {
    if (this.#subscriptions.topics !== undefined && this.assignment.length > 0) tellGivenUp(this.#listener, (this.#group?.membership.identity.generationId ?? -1) >= 0, this.assignment)
    this.#subscriptions.assign([])
  }

  #fail(error: KafkaException): void {
    this.#error = error
    this.#onProgress()
  }

  #end(): void {
    this.#group?.membership.stop()
    this.#group?.link.stop()
    this.#timer.stop()
    this.#client.close()
    this.#tracks.assigned([], 'closed')
  }

  #assigned(partition: TopicPartition): AssignedPartition {
    const assigned = this.#subscriptions.of(partition)
    if (assigned === undefined) throw noAssignment(partition)
    return assigned
  }

  #throwIfClosed(): void { if (this.#isClosed) throw alreadyClosed() }
}
