import { parseBootstrapServers } from '../client/broker-address.ts';
import type { ClientContext } from '../client/client-context.ts';
import { NetworkClient } from '../client/network-client.ts';
import { WakeTimer } from '../client/wake-timer.ts';
import { KafkaException } from '../protocol/kafka-exception.ts';
import type { Timer } from '../../sim/process.ts';
import type { ConsumedRun } from './consumed-run.ts';
import { readConsumerConfig, type ConsumerConfig } from './consumer-config.ts';
import { ConsumerTracks } from './consumer-tracks.ts';
import { CoordinatorLink } from './coordinator-link.ts';
import { Fetcher } from './fetcher.ts';
import { GroupMembership } from './group-membership.ts';
import { OffsetCommitter } from './offset-committer.ts';
import { OffsetRequests, type GroupIdentity, type OffsetAndMetadata } from './offset-requests.ts';
import { PositionKeeper } from './position-keeper.ts';
import type { PositionJump } from './position-requests.ts';
import type { GroupProgress } from '../coordinator/group-progress.ts';
import { SubscriptionState, type AssignedPartition } from './subscription-state.ts';
import { partitionName, type TopicPartition } from './topic-partition.ts';

/** What a poll brought: records, or the exception that Java's `poll` would throw. */
export interface PollResult {
  readonly records: readonly ConsumedRun[];
  readonly error: KafkaException | undefined;
}

/** What the application hears of rebalances (ConsumerRebalanceListener). */
export interface RebalanceListener {
  readonly onPartitionsAssigned?: (partitions: readonly TopicPartition[]) => void;
  readonly onPartitionsRevoked?: (partitions: readonly TopicPartition[]) => void;
  readonly onPartitionsLost?: (partitions: readonly TopicPartition[]) => void;
}

/** What a consumer is made from. */
export interface KafkaConsumerOptions {
  readonly context: ClientContext;
  /** Kafka's keys and values; `bootstrap.servers` must be there. */
  readonly properties: Readonly<Record<string, string>>;
  /** The books of how far groups are; without them the log holds every record for the group for ever. */
  readonly progress?: GroupProgress;
}

interface CurrentPoll {
  readonly done: (result: PollResult) => void;
  readonly timer: Timer;
}

const outsideOfGroups: GroupIdentity = { generationId: -1, memberId: '', groupInstanceId: null };

/**
 * A Kafka consumer with the semantics of Java's classic consumer: everything but heartbeats happens inside `poll`, which
 * calls back with records, at the latest after its time-out. One poll at a time.
 */
export class KafkaConsumer {
  readonly config: ConsumerConfig;
  readonly name: string;
  readonly #context: ClientContext;
  readonly #client: NetworkClient;
  readonly #subscriptions = new SubscriptionState();
  readonly #progress: GroupProgress | undefined;
  readonly #tracks: ConsumerTracks;
  readonly #fetcher: Fetcher;
  readonly #positions: PositionKeeper;
  readonly #link: CoordinatorLink | undefined;
  readonly #offsets: OffsetRequests | undefined;
  readonly #committer: OffsetCommitter | undefined;
  readonly #membership: GroupMembership | undefined;
  readonly #timer: WakeTimer;
  #listener: RebalanceListener = {};
  #poll: CurrentPoll | undefined;
  #error: KafkaException | undefined;
  #isClosed = false;

  /** @throws KafkaException what Java's constructor throws for these properties */
  constructor(options: KafkaConsumerOptions) {
    const { context } = options;
    const config = readConsumerConfig(options.properties, context);
    this.config = config;
    this.name = context.name;
    this.#context = context;
    this.#progress = options.progress;
    this.#tracks = new ConsumerTracks(context.lane.simulation.recorder, this.name);
    this.#timer = new WakeTimer(context.process, () => { this.#step(); });
    this.#client = new NetworkClient({
      context, config, bootstrap: parseBootstrapServers(config.bootstrapServers.join(',')), allowAutoTopicCreation: config.allowAutoCreateTopics,
      onProgress: () => { this.#onProgress(); },
    });
    const common = { config, client: this.#client, subscriptions: this.#subscriptions };
    this.#fetcher = new Fetcher({ ...common, onHighWatermark: (partition) => { this.#tracks.moved(partition); } });
    if (config.groupId !== null) {
      this.#link = new CoordinatorLink(this.#client, config.groupId, () => { this.#onProgress(); });
      this.#offsets = new OffsetRequests(this.#client, this.#link, config.groupId);
      this.#membership = new GroupMembership({ ...common, link: this.#link, events: {
        beforeRejoin: (done) => { this.#commitBeforeRejoin(done); },
        onRevoked: (partitions) => { this.#listener.onPartitionsRevoked?.(partitions); },
        onLost: (partitions) => { (this.#listener.onPartitionsLost ?? this.#listener.onPartitionsRevoked)?.(partitions); },
        onAssigned: (added) => { this.#onAssigned(added); },
        onError: (error) => { this.#fail(error); },
        onProgress: () => { this.#onProgress(); },
      } });
      this.#committer = new OffsetCommitter({
        ...common, offsets: this.#offsets, identity: () => this.#identity,
        onCommitted: (offset) => { this.#tracks.committed(offset, offset.offset); },
        onRebalancing: () => { this.#membership?.requestRejoin('offset commit failed since group is already rebalancing'); },
      });
    }
    this.#positions = new PositionKeeper({
      ...common, offsets: this.#offsets,
      onCommitted: (offset) => { this.#tracks.committed(offset, offset.offset); },
      onJump: (jump) => { this.#skipped(jump); },
      onError: (error) => { this.#fail(error); },
    });
    this.#register();
  }

  /** Takes these partitions, without a group's help. @throws KafkaException IllegalStateException after `subscribe` */
  assign(partitions: readonly TopicPartition[]): void {
    this.#throwIfClosed();
    if (this.#subscriptions.topics !== undefined) throw mutuallyExclusive();
    this.#subscriptions.isManual = true;
    this.#subscriptions.assign(partitions);
    this.#client.metadata.wantOnly([...new Set(partitions.map(({ topic }) => topic))]);
    this.#drawEdges(partitions.map(({ topic }) => topic));
    this.#tracks.assigned(partitions, 'assign');
    this.#followOwned();
  }

  /** Joins the group of group.id for these topics at the next poll. @throws KafkaException as Java does */
  subscribe(topics: readonly string[], listener: RebalanceListener = {}): void {
    this.#throwIfClosed();
    if (this.config.groupId === null) throw noGroup();
    if (this.#subscriptions.isManual) throw mutuallyExclusive();
    this.#subscriptions.topics = topics;
    this.#listener = listener;
    this.#client.metadata.wantOnly(topics);
    this.#membership?.requestRejoin('subscription has changed');
    this.#drawEdges(topics);
  }

  /**
   * Brings records, or none after the time-out. Positions move over what it returns.
   * @throws KafkaException IllegalStateException without subscription or assignment, or after close
   */
  poll(timeoutMs: number, done: (result: PollResult) => void): void {
    this.#throwIfClosed();
    if (this.#subscriptions.topics === undefined && !this.#subscriptions.isManual) {
      throw new KafkaException('java.lang.IllegalStateException', 'Consumer is not subscribed to any topics or assigned any partitions');
    }
    this.#poll = { done, timer: this.#context.process.after(timeoutMs * 1000, () => { this.#finish({ records: [], error: undefined }); }) };
    this.#step();
  }

  /** The partitions it has now. */
  get assignment(): readonly TopicPartition[] {
    return this.#subscriptions.assigned.map(({ topic, partition }) => ({ topic, partition }));
  }

  /** Offset of the next record that `poll` would return; undefined while it is not known. @throws KafkaException when not assigned */
  position(partition: TopicPartition): number | undefined {
    const assigned = this.#subscriptions.of(partition);
    if (assigned === undefined) {
      throw new KafkaException('java.lang.IllegalStateException', 'You can only check the position for partitions assigned to this consumer.');
    }
    return assigned.position?.offset;
  }

  /** Moves the position. @throws KafkaException when not assigned or negative */
  seek(partition: TopicPartition, offset: number): void {
    if (offset < 0) throw new KafkaException('java.lang.IllegalArgumentException', 'seek offset must not be a negative number');
    this.#subscriptions.seek(this.#assigned(partition), offset, -1, this.#client.metadata);
  }

  /** Moves the position to the start or the end of the log at the next poll. */
  seekTo(partition: TopicPartition, to: 'earliest' | 'latest'): void {
    this.#subscriptions.requestReset(this.#assigned(partition), to);
  }

  /** Returns no records of a partition until `resume`. @throws KafkaException when not assigned */
  pause(partition: TopicPartition): void {
    this.#assigned(partition).isPaused = true;
  }

  /** See `pause`. */
  resume(partition: TopicPartition): void {
    this.#assigned(partition).isPaused = false;
  }

  /** Commits positions (or the given offsets), and calls back once, without a second attempt. */
  commitAsync(offsets: readonly OffsetAndMetadata[] | undefined, done: (error: KafkaException | undefined) => void): void {
    if (this.#committer === undefined) done(noGroup());
    else this.#committer.commitOnce(offsets ?? this.#committer.consumedOffsets(), done);
  }

  /** Commits and tries again after retriable errors, at most default.api.timeout.ms. */
  commitSync(offsets: readonly OffsetAndMetadata[] | undefined, done: (error: KafkaException | undefined) => void): void {
    if (this.#committer === undefined) done(noGroup());
    else this.#committer.commitSync(offsets ?? this.#committer.consumedOffsets(), done);
  }

  /** Committed offsets of partitions; offset -1 where there is none. */
  committed(partitions: readonly TopicPartition[], done: (offsets: readonly OffsetAndMetadata[] | KafkaException) => void): void {
    const offsets = this.#offsets;
    if (offsets === undefined) {
      done(noGroup());
      return;
    }
    for (const { topic } of partitions) this.#client.metadata.want(topic);
    const deadline = this.#now + this.config.defaultApiTimeoutMs * 1000;
    const ask = (): void => {
      offsets.fetch(partitions, (answer) => {
        if (answer !== undefined) done(answer);
        else if (this.#now < deadline) this.#context.process.after(this.#client.retryBackoff.micros(0), ask);
        else {
          done(new KafkaException('org.apache.kafka.common.errors.TimeoutException', `Timeout of ${String(this.config.defaultApiTimeoutMs)}ms expired before the last committed offset `
            + `for partitions [${partitions.map(partitionName).join(', ')}] could be determined. Try tuning default.api.timeout.ms larger to relax the threshold.`));
        }
      });
    };
    ask();
  }

  /** The highest offset of a partition that it has sent in a commit; -1 for none. */
  highestCommitSent(partition: TopicPartition): number {
    return this.#committer?.highestSent(partitionName(partition)) ?? -1;
  }

  /** Commits if auto commit is on, gives everything up, leaves the group, and hangs up. */
  close(done: () => void): void {
    if (this.#isClosed) {
      this.#context.process.after(0, done);
      return;
    }
    this.#isClosed = true;
    if (this.#poll !== undefined) this.#finish({ records: [], error: undefined });
    let isDone = false;
    const finish = (): void => {
      if (isDone) return;
      isDone = true;
      this.#end();
      done();
    };
    this.#context.process.after(closeTimeoutMicros, finish);
    const leave = (): void => {
      if (this.#subscriptions.topics !== undefined && this.assignment.length > 0) this.#listener.onPartitionsRevoked?.(this.assignment);
      this.#subscriptions.assign([]);
      if (this.#membership === undefined || this.#subscriptions.topics === undefined) finish();
      else this.#membership.leave('the consumer is being closed', finish);
    };
    if (this.config.enableAutoCommit && this.#committer !== undefined && this.#link?.isKnown === true) {
      this.#committer.commitSync(this.#committer.consumedOffsets(), leave);
    } else leave();
  }

  get #now(): number {
    return this.#context.lane.simulation.nowMicros;
  }

  get #identity(): GroupIdentity {
    return this.#subscriptions.topics === undefined ? outsideOfGroups : (this.#membership?.identity ?? outsideOfGroups);
  }

  /** What happens in `poll`, as often as something has moved. */
  #step(): void {
    if (this.#poll === undefined) return;
    if (this.#subscriptions.topics !== undefined) this.#membership?.poll();
    this.#committer?.maybeAutoCommit();
    let wait = this.#positions.update();
    const error = this.#error;
    if (error !== undefined) {
      this.#error = undefined;
      this.#finish({ records: [], error });
      return;
    }
    try {
      const records = this.#fetcher.collect();
      wait = Math.min(wait, this.#fetcher.sendFetches());
      this.#client.maybeUpdateMetadata();
      if (records.length > 0) this.#returnRecords(records);
      else this.#timer.within(wait);
    } catch (thrown) {
      if (!(thrown instanceof KafkaException)) throw thrown;
      this.#finish({ records: [], error: thrown });
    }
  }

  #returnRecords(records: readonly ConsumedRun[]): void {
    for (const partition of this.#subscriptions.assigned) this.#tracks.moved(partition);
    for (const { run } of records) this.#context.lane.ledger.note('fetched', run, this.name);
    this.#finish({ records, error: undefined });
  }

  #finish(result: PollResult): void {
    const poll = this.#poll;
    if (poll === undefined) return;
    this.#poll = undefined;
    this.#context.process.cancel(poll.timer);
    this.#timer.stop();
    this.#context.process.after(0, () => { poll.done(result); });
  }

  #onProgress(): void {
    this.#link?.flush();
    if (this.#poll !== undefined) this.#timer.within(0);
  }

  #onAssigned(added: readonly TopicPartition[]): void {
    this.#fetcher.dropUnassigned();
    this.#followOwned();
    this.#tracks.assigned(this.assignment, 'rebalance');
    this.#context.process.log(this.name, 'INFO', `Adding newly assigned partitions: [${added.map(partitionName).join(', ')}]`);
    this.#listener.onPartitionsAssigned?.(added);
  }

  #skipped({ partition, to, cause }: PositionJump): void {
    const { groupId } = this.config;
    if (groupId === null) return;
    this.#progress?.skipped({ groupId, topic: partition.topic, partition: partition.partition }, to, this.name, `skipped: ${cause}`);
  }

  /** Tells the books from where it reads for its group, as long as it lives and owns the partitions. */
  #followOwned(): void {
    const { groupId } = this.config;
    if (groupId === null) return;
    const { process } = this.#context;
    const { incarnation } = process;
    for (const assigned of this.#subscriptions.assigned) {
      this.#progress?.follow({ groupId, topic: assigned.topic, partition: assigned.partition }, () =>
        (process.isAlive && process.incarnation === incarnation && this.#subscriptions.of(assigned) === assigned ? assigned.position?.offset : undefined));
    }
  }

  #commitBeforeRejoin(done: () => void): void {
    if (!this.config.enableAutoCommit || this.#committer === undefined) {
      done();
      return;
    }
    this.#committer.commitSync(this.#committer.consumedOffsets(), () => { done(); });
  }

  #fail(error: KafkaException): void {
    this.#error = error;
    this.#onProgress();
  }

  #end(): void {
    this.#membership?.stop();
    this.#link?.stop();
    this.#timer.stop();
    this.#client.close();
    this.#tracks.assigned([], 'closed');
  }

  #register(): void {
    const { lane, process, clientId } = this.#context;
    lane.topology.node({ id: this.name, kind: 'consumer', label: clientId, parent: process.name, properties: {} });
    if (this.config.groupId === null) return;
    const group = `${lane.name}/group/${this.config.groupId}`;
    lane.topology.node({ id: group, kind: 'group', label: this.config.groupId });
    lane.topology.edge(group, this.name, 'member');
  }

  #drawEdges(topics: readonly string[]): void {
    const { lane } = this.#context;
    const reader = this.config.groupId === null ? this.name : `${lane.name}/group/${this.config.groupId}`;
    for (const topic of new Set(topics)) lane.topology.edge(`${lane.name}/${topic}`, reader, 'consumes');
  }

  #assigned(partition: TopicPartition): AssignedPartition {
    const assigned = this.#subscriptions.of(partition);
    if (assigned === undefined) throw new KafkaException('java.lang.IllegalStateException', `No current assignment for partition ${partitionName(partition)}`);
    return assigned;
  }

  #throwIfClosed(): void {
    if (this.#isClosed) throw new KafkaException('java.lang.IllegalStateException', 'This consumer has already been closed.');
  }
}

/** Default of close() (ConsumerUtils.DEFAULT_CLOSE_TIMEOUT_MS). */
const closeTimeoutMicros = 30_000_000;

function mutuallyExclusive(): KafkaException {
  return new KafkaException('java.lang.IllegalStateException', 'Subscription to topics, partitions and pattern are mutually exclusive');
}

function noGroup(): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.InvalidGroupIdException',
    'To use the group management or offset commit APIs, you must provide a valid group.id in the consumer configuration.');
}
