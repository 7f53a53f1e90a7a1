import type { ControllerEvent } from '../../../../engine/kafka/controller/controller-events.ts'
import type { TruncationNote } from '../../../../engine/kafka/cluster/kafka-cluster.ts'
import type { Process } from '../../../../engine/sim/process.ts'
import type { StoredRecord } from './stored-record.ts'

/** A partition as the controllers know it. */
export interface PartitionView {
  /** -1 when there is none. */
  readonly leader: number
  readonly isr: readonly number[]
  readonly elr: readonly number[]
  readonly lastKnownElr: readonly number[]
  readonly replicas: readonly number[]
  /** Of a reassignment under way. */
  readonly addingReplicas: readonly number[]
  readonly removingReplicas: readonly number[]
}

/** A log file set of one replica. */
export interface SegmentView {
  readonly baseOffset: number
  readonly bytes: number
}

/** A batch as it lies in a replica's log. */
export interface BatchView {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly recordCount: number
  readonly sizeInBytes: number
  readonly codec: string
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly isControl: boolean
  readonly isTransactional: boolean
}

/** Isolation of a reader. */
export type Isolation = 'read_uncommitted' | 'read_committed'

/** What a replay sees and does of a simulated cluster, looking inside where a recorder had admin clients and log files. */
export interface ClusterView {
  /** Ids of all nodes, in the order in which they were added. */
  readonly nodes: readonly number[]
  /** Topics of the fact. */
  readonly topics: readonly string[]
  /** Everything that active controllers decided, in order. */
  readonly events: readonly ControllerEvent[]
  /** Followers' truncations, in order. */
  readonly truncations: readonly TruncationNote[]
  /** Adds a node to the cluster and starts it. */
  addNode(id: number, roles: readonly string[]): void
  /** The node's process. */
  process(node: number): Process
  /** `bootstrap.servers` of some nodes; of all brokers without an argument. */
  bootstrap(nodes?: readonly number[]): string
  /** The node whose controller is active. */
  activeController(): number | undefined
  /** The partition, by the active controller or whoever knows most. */
  partition(topic: string, partition: number): PartitionView | undefined
  partitionCount(topic: string): number
  /** Brokers that are not fenced, as brokers' metadata has it. */
  unfencedBrokers(): readonly number[]
  /** Whether every node that runs is registered in its present life and unfenced, and every partition has its full ISR. */
  isIsrFull(): boolean
  /** Records below the high watermark (or the last stable offset) of a partition's leader; undefined without a leader. */
  stored(topic: string, partition: number, isolation: Isolation): readonly StoredRecord[] | undefined
  /** The high watermark or last stable offset of the leader. */
  endOffset(topic: string, partition: number, isolation: Isolation): number | undefined
  /** Whether a node's disk has a directory of the partition. */
  hasDirectory(node: number, topic: string, partition: number): boolean
  /** First offset of a replica's log. */
  logStartOffset(node: number, topic: string, partition: number): number | undefined
  /** Segments of a replica, oldest first. */
  segments(node: number, topic: string, partition: number): readonly SegmentView[]
  /** Batches of a replica, oldest first. */
  batches(node: number, topic: string, partition: number): readonly BatchView[]
}
