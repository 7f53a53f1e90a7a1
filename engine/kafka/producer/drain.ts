import type { PartitionQueue } from './partition-queue.ts'
import type { ProducerBatch } from './producer-batch.ts'
import { microsOfBackoff } from './ready-check.ts'
import type { RecordAccumulator } from './record-accumulator.ts'

/**
 * Takes batches for requests out of the queues (RecordAccumulator.drain): for each node at most one batch of each of its
 * partitions, up to max.request.size. It begins where it left off the time before, so that no partition starves.
 */
export class Drain {
  readonly #accumulator: RecordAccumulator
  readonly #nextIndex = new Map<number, number>()

  constructor(accumulator: RecordAccumulator) {
    this.#accumulator = accumulator
  }

  /** The batches of one request to a node, in order; empty when nothing may go now. */
  forNode(node: number): readonly ProducerBatch[] {
    const { metadata, config } = this.#accumulator.options
    const partitions = metadata.partitionsLedBy(node)
    const drained: ProducerBatch[] = []
    if (partitions.length === 0) return drained
    const start = (this.#nextIndex.get(node) ?? 0) % partitions.length
    let bytes = 0
    for (let step = 0; step < partitions.length; step++) {
      const index = (start + step) % partitions.length
      this.#nextIndex.set(node, index)
      const partition = partitions[index]
      const queue = partition === undefined ? undefined : this.#accumulator.queue(partition.topic, partition.partition)
      const first = queue?.first
      if (queue === undefined || first === undefined || !this.#mayGo(queue, first, partition?.leaderEpoch ?? -1)) continue
      if (bytes + first.sizeInBytes > config.maxRequestSize && drained.length > 0) break
      if (this.#accumulator.options.idempotent?.mustWait(first) === true) break
      queue.batches.shift()
      this.#accumulator.options.idempotent?.assignSequence(first)
      first.closeForAppends()
      first.backoffMicros = undefined
      bytes += first.sizeInBytes
      drained.push(first)
    }
    return drained
  }

  #mayGo(queue: PartitionQueue, batch: ProducerBatch, leaderEpoch: number): boolean {
    if (queue.isMuted) return false
    batch.noteLeaderEpoch(leaderEpoch)
    return microsOfBackoff(this.#accumulator, batch) === 0
  }
}
