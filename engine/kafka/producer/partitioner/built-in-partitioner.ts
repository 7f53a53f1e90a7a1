import { loadRangeEnd, partitionLoad, partitionOfDraw } from './partition-load.ts'
import type { PartitionLoad, QueueSizes } from './partition-load.ts'

/** Uniform whole numbers from 0 to `bound` − 1. */
export interface BoundedRandom {
  readonly nextInt: (bound: number) => number
}

/** What the producer's metadata says of a topic. */
export interface TopicPartitions {
  readonly partitionCount: number
  /** Partitions with a leader, ascending. */
  readonly available: readonly number[]
}

/** One stay on a partition; a new object for every choice, also when the same partition is chosen again. */
export interface StickyPartition {
  readonly partition: number
  /** Bytes appended since the choice. */
  readonly producedBytes: number
}

/**
 * Chooses partitions for records without a key, topic by topic (KIP-480, KIP-794; BuiltInPartitioner). It stays on
 * a partition for about batch.size bytes, then draws the next one, weighted by queue lengths when it knows them.
 */
export class BuiltInPartitioner {
  readonly #stickyBatchBytes: number
  readonly #random: BoundedRandom
  #load: PartitionLoad | null = null
  #current: { readonly partition: number; producedBytes: number } | null = null

  /**
   * @param stickyBatchBytes batch.size, at least 1
   * @throws RangeError for a batch size below 1
   */
  constructor(stickyBatchBytes: number, random: BoundedRandom) {
    if (stickyBatchBytes < 1) throw new RangeError(`stickyBatchSize must be >= 1 but got ${stickyBatchBytes}`)
    this.#stickyBatchBytes = stickyBatchBytes
    this.#random = random
  }

  /** The partition for the next record; the first call chooses it. */
  current(topic: TopicPartitions): StickyPartition {
    this.#current ??= this.#choose(topic)
    return this.#current
  }

  /** Whether another choice was made since `chosen` was {@link current}. */
  isChanged(chosen: StickyPartition): boolean {
    return this.#current !== chosen
  }

  /**
   * Counts bytes appended to the current partition, and makes a new choice when there are enough: batch.size if
   * `maySwitch` (the batch there is full), twice that in any case, so that batches are not left half empty.
   *
   * @returns whether a new choice was made
   */
  appended(bytes: number, topic: TopicPartitions, maySwitch: boolean): boolean {
    const current = (this.#current ??= this.#choose(topic))
    current.producedBytes += bytes
    const enough = maySwitch ? this.#stickyBatchBytes : this.#stickyBatchBytes * 2
    if (current.producedBytes < enough) return false
    this.#current = this.#choose(topic)
    return true
  }

  /** Takes new queue lengths; null turns adaptive choice off (partitioner.adaptive.partitioning.enable=false). */
  updateLoad(queues: QueueSizes | null): void {
    this.#load = queues === null ? null : partitionLoad(queues)
  }

  #choose(topic: TopicPartitions): { readonly partition: number; producedBytes: number } {
    return { partition: this.#nextPartition(topic), producedBytes: 0 }
  }

  #nextPartition(topic: TopicPartitions): number {
    if (this.#load !== null) return partitionOfDraw(this.#load, this.#random.nextInt(loadRangeEnd(this.#load)))
    const { available, partitionCount } = topic
    if (available.length === 0) return this.#random.nextInt(partitionCount)
    return available[this.#random.nextInt(available.length)] ?? 0
  }
}
