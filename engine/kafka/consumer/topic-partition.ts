/** A partition of a topic. */
export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** Kafka's way of writing a partition: `t-0`. */
export function partitionName({ topic, partition }: TopicPartition): string {
  return `${topic}-${String(partition)}`
}

/** Whether both name the same partition. */
export function isSamePartition(left: TopicPartition, right: TopicPartition): boolean {
  return left.topic === right.topic && left.partition === right.partition
}

/** Groups partitions by topic, in the order of first appearance. */
export function byTopic<Item extends TopicPartition>(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const topics = new Map<string, Item[]>()
  for (const item of items) {
    const list = topics.get(item.topic)
    if (list === undefined) topics.set(item.topic, [item])
    else list.push(item)
  }
  return topics
}
