/** How often the sticky partitioner should choose each partition, from the lengths of the producer's queues. */
export interface PartitionLoad {
  /** Running sums of the weights: partition i is chosen for draws below entry i and not below entry i − 1. */
  readonly cumulativeFrequency: readonly number[]
  readonly partitions: readonly number[]
}

/** Batches that wait in the producer for the partitions that may be chosen. */
export interface QueueSizes {
  readonly partitions: readonly number[]
  /** Waiting batches per entry of `partitions`. */
  readonly sizes: readonly number[]
  /** All partitions of the topic, also those left out because they have no leader or their broker is slow. */
  readonly partitionCount: number
}

/**
 * The weights of adaptive partitioning (KIP-794): a partition weighs the longest queue + 1 − its own queue.
 * Null where the choice is uniform: fewer than two partitions, or all queues alike and none left out.
 */
export function partitionLoad(queues: QueueSizes): PartitionLoad | null {
  const { partitions, sizes, partitionCount } = queues
  const [firstSize] = sizes
  if (firstSize === undefined || partitionCount < 2) return null
  if (sizes.length === partitionCount && sizes.every((size) => size === firstSize)) return null
  const heaviest = sizes.reduce((max, size) => Math.max(max, size), firstSize) + 1
  let sum = 0
  return { cumulativeFrequency: sizes.map((size) => (sum += heaviest - size)), partitions }
}

/** Sum of all weights: draws lie in 0 … sum − 1. */
export function loadRangeEnd(load: PartitionLoad): number {
  return load.cumulativeFrequency.at(-1) ?? 0
}

/** The partition that a `draw` from 0 … {@link loadRangeEnd} − 1 stands for. */
export function partitionOfDraw(load: PartitionLoad, draw: number): number {
  const index = load.cumulativeFrequency.findIndex((sum) => sum > draw)
  const partition = load.partitions[index]
  if (partition === undefined) throw new RangeError(`draw ${draw} is not below ${loadRangeEnd(load)}`)
  return partition
}
