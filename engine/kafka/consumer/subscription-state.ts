import type { ClientMetadata } from '../client/client-metadata.ts'
import { partitionName, type TopicPartition } from './topic-partition.ts'

/** Where a consumer reads next, and what it knows of the leader there (SubscriptionState.FetchPosition). */
export interface FetchPosition {
  readonly offset: number
  /** Leader epoch of the record before; -1 when unknown. */
  readonly offsetEpoch: number
  readonly leader: number
  /** -1 when unknown. */
  readonly leaderEpoch: number
}

/**
 * What a partition waits for: its committed position, a reset by policy, a check that the log was not truncated, or nothing
 * (it is fetched).
 */
export type FetchState = 'initializing' | 'await reset' | 'await validation' | 'fetching'

/** One assigned partition. */
export interface AssignedPartition extends TopicPartition {
  state: FetchState
  position: FetchPosition | undefined
  isPaused: boolean
  /** It is about to be given up, and its position is being committed: no more records of it (markPendingRevocation). */
  isPendingRevocation: boolean
  /** What a reset asks for; undefined: the policy of auto.offset.reset. */
  resetTo: string | undefined
  highWatermark: number
  /** The follower that the leader named to read from, and until when it is asked (KIP-392). */
  preferredReadReplica: { readonly nodeId: number; readonly untilMicros: number } | undefined
  /** No request about its position before this moment. */
  retryAtMicros: number
  /** Whether a request about its position is under way. */
  isAsking: boolean
}

/** The partitions a consumer reads and how far it is (Kafka's SubscriptionState). */
export class SubscriptionState {
  /** Topics subscribed to; undefined without a subscription. */
  topics: readonly string[] | undefined
  /** Whether partitions were assigned by hand. */
  isManual = false
  readonly #partitions = new Map<string, AssignedPartition>()

  get assigned(): readonly AssignedPartition[] {
    return [...this.#partitions.values()]
  }

  /** The state of a partition; undefined when it is not assigned. */
  of(partition: TopicPartition): AssignedPartition | undefined {
    return this.#partitions.get(partitionName(partition))
  }

  /** Returns no more records of partitions that will be given up, so that positions do not pass what is being committed. */
  markPendingRevocation(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      const assigned = this.of(partition)
      if (assigned !== undefined) assigned.isPendingRevocation = true
    }
  }

  /** Replaces the assignment; partitions that stay keep their state. */
  assign(partitions: readonly TopicPartition[]): void {
    const before = new Map(this.#partitions)
    this.#partitions.clear()
    for (const partition of partitions) {
      const name = partitionName(partition)
      this.#partitions.set(name, before.get(name) ?? freshPartition(partition))
    }
  }

  /** Moves the position, and reads on from there without a check (seek, a committed position without epoch, a reset). */
  seek(partition: AssignedPartition, offset: number, offsetEpoch: number, metadata: ClientMetadata): void {
    const known = metadata.partition(partition.topic, partition.partition)
    partition.position = { offset, offsetEpoch, leader: known?.leader ?? -1, leaderEpoch: known?.leaderEpoch ?? -1 }
    partition.state = offsetEpoch >= 0 && partition.position.leaderEpoch >= 0 ? 'await validation' : 'fetching'
    partition.retryAtMicros = 0
    partition.resetTo = undefined
  }

  /** Asks for a reset; `to` undefined follows auto.offset.reset. */
  requestReset(partition: AssignedPartition, to: string | undefined): void {
    partition.state = 'await reset'
    partition.position = undefined
    partition.resetTo = to
    partition.retryAtMicros = 0
  }

  /** Where a leader has changed: the position must be checked against the new leader's log (KIP-320). */
  followLeaders(metadata: ClientMetadata): void {
    for (const partition of this.#partitions.values()) {
      const known = metadata.partition(partition.topic, partition.partition)
      const { position } = partition
      if (known === undefined || position === undefined || (position.leader === known.leader && position.leaderEpoch === known.leaderEpoch)) continue
      const hasNewEpoch = known.leaderEpoch > position.leaderEpoch
      partition.preferredReadReplica = undefined
      partition.position = { ...position, leader: known.leader, leaderEpoch: Math.max(known.leaderEpoch, position.leaderEpoch) }
      if (hasNewEpoch && position.offsetEpoch >= 0 && partition.state === 'fetching') partition.state = 'await validation'
    }
  }
}

function freshPartition(partition: TopicPartition): AssignedPartition {
  return {
    topic: partition.topic, partition: partition.partition, state: 'initializing', position: undefined, isPaused: false, isPendingRevocation: false, resetTo: undefined,
    highWatermark: -1, preferredReadReplica: undefined, retryAtMicros: 0, isAsking: false,
  }
}
