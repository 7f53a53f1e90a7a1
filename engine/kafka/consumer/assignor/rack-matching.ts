import { partitionName, type TopicPartition } from '../topic-partition.ts'
import type { GroupMember, ReplicaRacks } from './assignor.ts'

/** The rack of a member; undefined when it names none. */
export function rackOf({ subscription }: GroupMember): string | undefined {
  return subscription.rackId === null || subscription.rackId === '' ? undefined : subscription.rackId
}

/**
 * Whether racks can make a difference: some member shares a rack with some replica, and not every partition is in all
 * racks (AbstractPartitionAssignor.useRackAwareAssignment).
 */
export function racksMatter(members: readonly GroupMember[], partitions: readonly TopicPartition[], racks: ReplicaRacks): boolean {
  const replicaRacks = partitions.map((partition) => new Set(racks.get(partitionName(partition)) ?? []))
  const all = new Set(replicaRacks.flatMap((known) => [...known]))
  const isShared = members.some((member) => all.has(rackOf(member) ?? ''))
  return isShared && !replicaRacks.every((known) => known.size === all.size)
}

/** Which member is near which partition, as the sticky assignors look at it (AbstractStickyAssignor.RackInfo). */
export class RackMatching {
  /** Whether racks count in this assignment. */
  readonly isUsed: boolean
  readonly #rackOfMember: ReadonlyMap<string, string>
  readonly #racks: ReplicaRacks

  constructor(members: readonly GroupMember[], partitions: readonly TopicPartition[], racks: ReplicaRacks = new Map()) {
    this.#racks = racks
    this.#rackOfMember = new Map(members.flatMap((member): [string, string][] => {
      const rack = rackOf(member)
      return rack === undefined ? [] : [[member.memberId, rack]]
    }))
    this.isUsed = racksMatter(members, partitions, racks)
  }

  /** The member has a rack in which the partition has no replica. */
  mismatches(memberId: string, partition: TopicPartition): boolean {
    const rack = this.#rackOfMember.get(memberId)
    return this.isUsed && rack !== undefined && !this.#racksOf(partition).includes(rack)
  }

  /** The member has a rack in which the partition has a replica. */
  matches(memberId: string, partition: TopicPartition): boolean {
    const rack = this.#rackOfMember.get(memberId)
    return this.isUsed && rack !== undefined && this.#racksOf(partition).includes(rack)
  }

  /** Partitions that few members are near come first. */
  rarestFirst(partitions: readonly TopicPartition[]): readonly TopicPartition[] {
    const near = (partition: TopicPartition): number =>
      [...this.#rackOfMember.values()].filter((rack) => this.#racksOf(partition).includes(rack)).length
    return this.#rackOfMember.size === 0 ? partitions : [...partitions].sort((left, right) => near(left) - near(right))
  }

  #racksOf(partition: TopicPartition): readonly string[] {
    return this.#racks.get(partitionName(partition)) ?? []
  }
}
