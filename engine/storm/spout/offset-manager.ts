import { StormException } from '../storm-exception.ts'
import { spoutPartitionName, type SpoutPartition } from './spout-consumer.ts'

/**
 * Which offsets of a partition were emitted and acked since the last commit. Only what is acked without a gap may be
 * committed; offsets that the log does not have (compaction, transactions' markers) are no gap.
 * Source: org.apache.storm.kafka.spout.internal.OffsetManager.
 */
export class OffsetManager {
  readonly #partition: SpoutPartition
  readonly #emitted = new Set<number>()
  readonly #acked = new Set<number>()
  /** Where the next commit would begin. */
  #committedOffset: number

  constructor(partition: SpoutPartition, initialFetchOffset: number) {
    this.#partition = partition
    this.#committedOffset = initialFetchOffset
  }

  get committedOffset(): number {
    return this.#committedOffset
  }

  /** Emitted offsets that are not committed. */
  get uncommitted(): number {
    return this.#emitted.size
  }

  /** An offset was emitted. */
  emitted(offset: number): void {
    this.#emitted.add(offset)
  }

  /** An offset was acked. */
  acked(offset: number): void {
    this.#acked.add(offset)
  }

  /** Whether an offset has been acked and not committed yet. */
  isAcked(offset: number): boolean {
    return this.#acked.has(offset)
  }

  /** The n-th of the emitted offsets that are not committed, from 1. */
  nthUncommitted(n: number): number {
    return ascending(this.#emitted)[n - 1] ?? Number.POSITIVE_INFINITY
  }

  /**
   * The offset to commit; undefined when nothing can be.
   * @throws StormException IllegalStateException for an ack below what is committed
   */
  nextCommitOffset(): number | undefined {
    let next = this.#committedOffset
    for (const offset of ascending(this.#acked)) {
      if (offset < next) {
        throw new StormException('java.lang.IllegalStateException', `The offset [${offset}] is below the current nextCommitOffset [${next}] for [${spoutPartitionName(this.#partition)}]. This should not be possible, and likely indicates a bug in the spout's acking or emit logic.`)
      }
      if (offset > next && (this.#emitted.has(next) || offset !== this.#lowestEmittedFrom(next))) break
      next = offset + 1
    }
    return next > this.#committedOffset ? next : undefined
  }

  /** An offset was committed: everything below is done. */
  committed(offset: number): void {
    for (const offsets of [this.#emitted, this.#acked]) {
      for (const one of offsets) if (one < offset) offsets.delete(one)
    }
    this.#committedOffset = offset
  }

  #lowestEmittedFrom(offset: number): number | undefined {
    let lowest: number | undefined
    for (const one of this.#emitted) if (one >= offset && (lowest === undefined || one < lowest)) lowest = one
    return lowest
  }
}

function ascending(offsets: ReadonlySet<number>): readonly number[] {
  return [...offsets].sort((left, right) => left - right)
}
