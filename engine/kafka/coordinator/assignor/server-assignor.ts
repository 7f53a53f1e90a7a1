/** A member as the coordinator's assignors see it. */
export interface AssignableMember {
  readonly memberId: string
  readonly instanceId: string | null
  /** Topics that exist. */
  readonly topics: readonly string[]
  /** What its target assignment was, by topic. */
  readonly target: TopicAssignment
}

/** Partitions by topic. */
export type TopicAssignment = ReadonlyMap<string, readonly number[]>

/** Members in the coordinator's order, and the partition counts of topics in the order of their ids. */
export interface AssignableGroup {
  readonly members: readonly AssignableMember[]
  readonly partitions: ReadonlyMap<string, number>
}

/** One of group.consumer.assignors; every member is in the result. */
export interface ServerAssignor {
  readonly name: string
  /** @throws KafkaException PartitionAssignorException when it leaves partitions over */
  readonly assign: (group: AssignableGroup) => ReadonlyMap<string, TopicAssignment>
}

/** Whether all members subscribe to the same topics (SubscriptionType). */
export function isHomogeneous({ members }: AssignableGroup): boolean {
  const [first] = members
  return members.every(({ topics }) => topics.length === first?.topics.length && topics.every((topic) => first.topics.includes(topic)))
}

/** The count of a topic's partitions; 0 for one that does not exist. */
export function partitionCount(group: AssignableGroup, topic: string): number {
  return group.partitions.get(topic) ?? 0
}
