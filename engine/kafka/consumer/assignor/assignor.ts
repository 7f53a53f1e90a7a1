import type { ConsumerProtocolSubscription } from '../../protocol/consumer-protocol.ts'
import type { TopicPartition } from '../topic-partition.ts'

/** A member as the group's leader sees it. */
export interface GroupMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly subscription: ConsumerProtocolSubscription
}

/** Partition counts of the topics that anybody subscribes to and that exist. */
export type PartitionCounts = ReadonlyMap<string, number>

/** Racks of the replicas of each partition (by name, `t-0`); a partition without known racks is not in it. */
export type ReplicaRacks = ReadonlyMap<string, readonly string[]>

/** Shares the partitions of subscribed topics out among members; every member is in the result. */
export type Assign = (members: readonly GroupMember[], partitions: PartitionCounts, racks?: ReplicaRacks) => ReadonlyMap<string, readonly TopicPartition[]>

/** One way of assigning, as partition.assignment.strategy names it. */
export interface Assignor {
  /** Name in JoinGroup. */
  readonly name: string
  /** Whether members keep what they own during a rebalance (KIP-429). */
  readonly isCooperative: boolean
  readonly assign: Assign
}

/** Members in the order in which Java's assignors sort them: by instance id, else member id; those with one first. */
export function sortedMembers(members: readonly GroupMember[]): readonly GroupMember[] {
  return [...members].sort((left, right) => {
    if (left.groupInstanceId !== null && right.groupInstanceId !== null) return compare(left.groupInstanceId, right.groupInstanceId)
    if (left.groupInstanceId !== null) return -1
    return right.groupInstanceId !== null ? 1 : compare(left.memberId, right.memberId)
  })
}

/** The partitions of topics, in the order of the topics. */
export function partitionsOf(topics: readonly string[], counts: PartitionCounts): readonly TopicPartition[] {
  return topics.flatMap((topic) => Array.from({ length: counts.get(topic) ?? 0 }, (_, partition) => ({ topic, partition })))
}

/** Order of UTF-16 units, as Java's String.compareTo. */
export function compare(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}
