import type { DiskHandle, HostHandle, LinkHandle, ProcessHandle, RackHandle } from './fault-types.ts'
import type { StreamsHandle, StreamsOptions } from './streams-types.ts'
import type { HBaseHandle, HBaseOptions } from './hbase-types.ts'
import type { HdfsHandle, HdfsKit } from './hadoop-types.ts'
import type { KafkaClient } from './kafka-client-types.ts'
import type { Duration, Load } from './load-types.ts'
import type { NeighbourKit } from './neighbour-types.ts'

/** A value of a Kafka configuration, as a properties file or KafkaJS would have it. */
export type ConfigValue = string | number | boolean

/** Kafka's own configuration keys: `'min.insync.replicas': 2`. Unknown keys get what Kafka gives them. */
export type KafkaProperties = { readonly [key: `${string}.${string}`]: ConfigValue }

/** A count or a time of a lane; `value` is its present value, and `expect` reads it at the end of the run. */
export interface Metric {
  readonly name: string
  readonly value: number
}

/** What became of the records owed to a destination, or to all of a lane's. */
export interface Outcome {
  /** Records that came into existence at the lane's door. */
  readonly offered: Metric
  /** Records whose sender was told that they are safe. */
  readonly acknowledged: Metric
  readonly delivered: Metric
  /** Copies beyond the first that arrived, and that nobody asked for. */
  readonly duplicates: Metric
  /** Copies beyond the first that arrived because the scenario moved a group back (`seeks`, `resetOffsets`). */
  readonly replayed: Metric
  readonly reordered: Metric
  /** The last copy was destroyed. */
  readonly lost: Metric
  /** Acknowledged, never delivered, no longer stored. */
  readonly lostWrites: Metric
  /** Discarded, with or without the sender being told. */
  readonly dropped: Metric
  readonly filtered: Metric
  readonly expired: Metric
  readonly superseded: Metric
  /** The sender was told that they failed, and they are stored all the same. */
  readonly unknown: Metric
  readonly inFlight: Metric
  /** Attempts that were told no. */
  readonly refused: Metric
  readonly latencyP50Ms: Metric
  readonly latencyP99Ms: Metric
  readonly latencyMaxMs: Metric
}

/** The end of the way: where records are counted as delivered. */
export interface StoreHandle {
  readonly name: string
  readonly host: HostHandle
  /** Another pace from this moment of the run on. */
  readonly changesTo: (pace: StorePace) => void
}

/** How fast a store works, whoever writes to it. */
export interface StorePace {
  /** Records that it takes in a second, one after the other; any number when not given. */
  readonly perSecond?: number | 'unlimited'
  /** How long it takes over a write beside that; 1 ms when not given. */
  readonly answersAfter?: Duration
}

/** What a store is like. */
export interface StoreOptions extends StorePace {
  /**
   * It keeps, in the same transaction as the records of a partition, up to which offset it has them: consumers go on from
   * there and not from what their group has committed, and nothing is taken twice. For consumers only.
   */
  readonly keepsOffsets?: boolean
}

/** A Flume agent. */
export interface AgentHandle extends ProcessHandle {
  readonly source: (name: string) => {
    /**
     * Lets records come to this source from outside, in the way its type takes them: lines of a log file, files in a
     * directory, a client's connection. A client that hears of a refusal sends again a second later, unless `repeats` is false.
     */
    readonly receives: (load: Load, options?: { readonly from?: HostHandle; readonly repeats?: boolean }) => AgentHandle
  }
  readonly sink: (name: string) => {
    /** Makes this sink's way end in a store. */
    readonly writes: (store: StoreHandle) => AgentHandle
  }
  /**
   * Replaces the file that the agent is configured by, at a moment of the run. A running agent notices when it looks, every
   * 30 s, and restarts all its components. `source` and `sink` then know what is new; before, they know what any imported
   * file of the scenario has for the agent. The text may be another file, or made from the old: `conf.replace('100', '1000')`.
   */
  readonly edits: (conf: string) => void
}

/** An event as an interceptor sees it. A header without a value (`null`) is null in Java; one that is undefined is not there. */
export interface FlumeEvent {
  headers: { [name: string]: string | null | undefined }
  body: string
}

/**
 * An interceptor of your own: `intercept(Event)` of a class on the agent's class path. It returns the event, changed or not,
 * or undefined to leave it out; `properties` are those below its name in flume.conf. What it throws ends the batch as an
 * exception in Java does: the source says what happens then.
 */
export type FlumeInterceptor = (event: FlumeEvent, properties: { readonly [name: string]: string | undefined }) => FlumeEvent | null | undefined

/** Where an agent runs and what it is configured with. */
export interface AgentOptions {
  /** The text of its flume.conf: `import conf from './flume.conf'`. */
  readonly conf: string
  readonly on: HostHandle
  /** A supervisor starts it again so long after each end, as systemd with `Restart=always` and `RestartSec`; nobody does when not given. */
  readonly restarts?: Duration
  /** `-Xmx` of its JVM, such as '512m'; '20m' when not given, as bin/flume-ng sets it. Events in memory fill it (see its track `heap-used-by-events-bytes`). */
  readonly heap?: string
  /**
   * Interceptors of your own, by the class that flume.conf names: `'com.example.Mask': (event) => event` for the line
   * `a1.sources.r1.interceptors.i1.type = com.example.Mask` (`com.example.Mask$Builder` means the same).
   */
  readonly interceptors?: { readonly [className: string]: FlumeInterceptor }
}

/** Several disks that a machine sees as one; `hardware.disk` then says what each of them is. */
export interface RaidSpec {
  readonly level: 0 | 1 | 5 | 6 | 10
  /** How many disks, spares not counted. */
  readonly disks: number
  /** Disks that stand by and take the place of a lost one at once. */
  readonly spares?: number
  /** Bytes that go to one disk before the next one's turn. */
  readonly chunkBytes?: number
  /** How fast a new member is filled; it takes as much of the bandwidth. */
  readonly rebuildBytesPerSecond?: number
  /** Unrecoverable read errors per bit read: 1e-15 on the data sheets of hard disks. */
  readonly unreadableBitRate?: number
}

/** What a machine is made of and where it stands. */
export interface HostOptions {
  readonly raid?: RaidSpec
  readonly rack?: string
  /** Bandwidth of its network card, each way; that of `hardware.nic`, 125,000,000 (1 Gbit/s), when not given. */
  readonly nicBytesPerSecond?: number
}

/** How many nodes a Kafka cluster has; other keys are brokers' own. */
export type ClusterOptions = KafkaProperties & {
  readonly brokers?: number
  /** The disks of each node. */
  readonly raid?: RaidSpec
  /** Where its machines stand: all in one rack, or in turn in several. */
  readonly rack?: string | readonly string[]
  /** Whether brokers are told their rack (`broker.rack`); true when not given. */
  readonly rackAware?: boolean
  /** Bandwidth of each node's network card, each way. */
  readonly nicBytesPerSecond?: number
  /** Controllers on machines of their own; `'combined'` lets the brokers be controllers too. */
  readonly controllers?: number | 'combined'
}

/** A topic's shape; other keys are topics' own. */
export type TopicOptions = KafkaProperties & {
  readonly partitions?: number
  readonly replicationFactor?: number
}

/** A producer's keys: `acks`, `'linger.ms'`, `retries`, …; `on` is its application's machine. */
export type ProducerOptions = KafkaProperties & {
  readonly acks?: 'all' | 0 | 1 | -1 | '0' | '1' | '-1'
  readonly retries?: number
  readonly on?: HostHandle
}

/** A consumer's keys; `groupId` is KafkaJS's name for `group.id`. */
export type ConsumerOptions = KafkaProperties & {
  readonly groupId: string
  readonly on?: HostHandle
  /**
   * When offsets are committed: by the clock (`enable.auto.commit`), after each poll's records were dealt with (a crash
   * brings some again), or before (a crash loses some). By the clock when not given.
   */
  readonly commit?: 'auto' | 'after each batch' | 'before processing'
  /** What the application's own work on each record takes, after which it writes it, one (from 1 ms on) at a time; nothing when not given. */
  readonly processing?: Duration
  /** A batch job: starts so often, reads what is there when it begins, commits, and ends. It skips a turn while it still runs. */
  readonly every?: Duration
}

/** Partitions of a consumer; all that it has when nothing is said. */
export interface PartitionChoice {
  readonly topic?: string
  readonly partition?: number
}

/** An offset, an end of the log, or the first record from a moment of the run on. */
export type OffsetTarget = number | 'beginning' | 'end' | { readonly moment: Duration }

/** Quotas of a client id, or of every client id that has none of its own; `null` removes one. They hold for each broker. */
export interface ClientQuotaOptions {
  readonly clientId?: string
  /** Bytes of Produce requests a second. */
  readonly producer_byte_rate?: number | null
  /** Bytes of Fetch responses a second. */
  readonly consumer_byte_rate?: number | null
  /** Time of a broker's threads: 100 is all the time of one thread. */
  readonly request_percentage?: number | null
}

/** A producing application. */
export interface ProducerHandle extends ProcessHandle {
  readonly sends: (load: Load, options: { readonly topic: string; readonly partition?: number }) => ProducerHandle
}

/** A consuming application. */
export interface ConsumerHandle extends ProcessHandle {
  readonly subscribes: (...topics: readonly string[]) => ConsumerHandle
  readonly writes: (store: StoreHandle) => ConsumerHandle
  /** Ends in good order: what is in hand is dealt with, offsets are committed, the group is left. `start` brings it back. */
  readonly leaves: () => void
  /** Gets no more records of partitions that it has, as `KafkaConsumer.pause`; a rebalance can end that. */
  readonly pauses: (partitions?: PartitionChoice) => void
  /** Undoes `pauses`. */
  readonly resumes: (partitions?: PartitionChoice) => void
  /** Moves its position, as `KafkaConsumer.seek`. Records that it gets once more then count as replayed, not as duplicates. */
  readonly seeks: (to: PartitionChoice & { readonly topic: string; readonly to: OffsetTarget }) => void
}

/** A Kafka cluster. */
export interface ClusterHandle {
  readonly topic: (name: string, options?: TopicOptions) => ClusterHandle
  readonly producer: (options?: ProducerOptions) => ProducerHandle
  readonly consumer: (options: ConsumerOptions) => ConsumerHandle
  /** Sets quotas, as kafka-configs.sh does: who exceeds one is made to wait (`throttle_time_ms`), and loses nothing. */
  readonly quota: (options: ClientQuotaOptions) => ClusterHandle
  /** A client for your own async code, with KafkaJS's methods. */
  readonly client: (options?: { readonly clientId?: string; readonly on?: HostHandle }) => KafkaClient & ProcessHandle
  /** An instance of a Kafka Streams application; instances with one `application.id` share its partitions. */
  readonly streams: (options: StreamsOptions) => StreamsHandle
  /** The brokers, by node id from 1. */
  readonly broker: (id: number) => ProcessHandle
  /** The broker that leads a partition at this moment. */
  readonly leaderOf: (topic: string, partition?: number) => ProcessHandle
  readonly brokers: readonly ProcessHandle[]
  /** A new broker with the next id starts and joins, at a moment of the run. It gets no partitions by itself: see `rebalance`. */
  readonly addBroker: (options?: { readonly rack?: string; readonly raid?: RaidSpec; readonly nicBytesPerSecond?: number }) => ProcessHandle
  /** Raises the number of a topic's partitions (`createPartitions`); kept when the controller has taken it. */
  readonly partitions: (topic: string, count: number) => Promise<void>
  /** Moves partitions to these brokers, the first one to lead (`alterPartitionReassignments`); kept when the copies are there. */
  readonly reassign: (topic: string, replicas: Readonly<Record<number, readonly number[]>>) => Promise<void>
  /** Spreads a topic evenly over all brokers that live, with as few moves as that needs; kept when the copies are there. */
  readonly rebalance: (topic: string) => Promise<void>
  /** Changes keys of a topic (`incrementalAlterConfigs`): `'retention.ms'`, …; null goes back to the default. */
  readonly configures: (topic: string, values: { readonly [key: `${string}.${string}`]: ConfigValue | null }) => Promise<void>
  /**
   * Moves what a group has committed (`alterConsumerGroupOffsets`), while it has no members. Records that it gets once more
   * then count as replayed.
   */
  readonly resetOffsets: (options: { readonly groupId: string; readonly topic: string; readonly partition?: number; readonly to: OffsetTarget }) => Promise<void>
}

/** What the function that builds a lane gets. */
export interface LaneKit extends NeighbourKit, HdfsKit {
  /** A machine of that name; the same one for the same name. Options are for the first time that it is named. */
  readonly host: (name: string, options?: HostOptions) => HostHandle
  /** A Flume agent of that name, as `--name` on its command line. */
  readonly agent: (name: string, options: AgentOptions) => AgentHandle
  /** A Kafka cluster. */
  readonly cluster: (options?: ClusterOptions) => ClusterHandle
  /** An HBase cluster, with the data nodes under it; a lane has one. */
  readonly hbase: (options?: HBaseOptions) => HBaseHandle
  /** Durable storage at the end of the way, on a machine of its own. */
  readonly store: (name: string, options?: StoreOptions) => StoreHandle
}

/** One side of the comparison. */
export interface LaneHandle extends Outcome {
  readonly name: string
  readonly host: (name: string) => HostHandle
  /** All machines of a rack. */
  readonly rack: (name: string) => RackHandle
  /** An agent by its name, or by machine and name (`collector/a1`) where several share it. */
  readonly agent: (name: string) => AgentHandle
  readonly link: (left: HostHandle | ProcessHandle | StoreHandle, right: HostHandle | ProcessHandle | StoreHandle) => LinkHandle
  /** The broker that leads a partition of the lane's cluster at this moment. */
  readonly leaderOf: (topic: string, partition?: number) => ProcessHandle
  readonly cluster: ClusterHandle
  readonly hbase: HBaseHandle
  readonly hdfs: HdfsHandle
  /** The outcome for one destination: a store, a group, a channel's sinks. */
  readonly destination: (name: string) => Outcome
  /** The longest time without an acknowledgement although records were waiting for one. */
  readonly unavailableMs: Metric
}

export type { DiskHandle, Duration }
