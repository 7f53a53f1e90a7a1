import { partitionName, type TopicPartition } from '../topic-partition.ts'

interface Movement {
  readonly partition: TopicPartition
  readonly from: string
  readonly to: string
}

/**
 * Which partitions have changed hands while a sticky assignment is balanced, so that none goes from A to B while another
 * of the same topic goes from B to A (AbstractStickyAssignor.PartitionMovements).
 */
export class PartitionMovements {
  readonly #moved = new Map<string, Movement>()

  /** The partition that should go instead: one of the topic that came the opposite way goes back. */
  inPlaceOf(partition: TopicPartition, owner: string, taker: string): TopicPartition {
    const from = this.#moved.get(partitionName(partition))?.from ?? owner
    const back = [...this.#moved.values()].find((movement) =>
      movement.partition.topic === partition.topic && movement.from === taker && movement.to === from)
    return back?.partition ?? partition
  }

  /** Notes a movement; a partition that is back where it was has not moved. */
  note(partition: TopicPartition, owner: string, taker: string): void {
    const name = partitionName(partition)
    const from = this.#moved.get(name)?.from ?? owner
    this.#moved.delete(name)
    if (from !== taker) this.#moved.set(name, { partition, from, to: taker })
  }
}
