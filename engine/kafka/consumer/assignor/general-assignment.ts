import { compare, partitionsOf, type GroupMember, type PartitionCounts } from './assignor.ts'
import type { Claims } from './claims.ts'
import { PartitionMovements } from './partition-movements.ts'
import type { RackMatching } from './rack-matching.ts'
import { isSamePartition, partitionName, type TopicPartition } from '../topic-partition.ts'

type Assignment = Map<string, TopicPartition[]>

/**
 * Sticky where subscriptions differ (AbstractStickyAssignor's general assignment): members keep what they own and still
 * subscribe to, the rest goes to whoever has fewest, and then partitions move one by one as long as that evens out.
 */
export class GeneralAssignment {
  readonly #counts: PartitionCounts
  readonly #claims: Claims
  readonly #racks: RackMatching
  readonly #topicsOf: ReadonlyMap<string, readonly string[]>
  readonly #subscribers: ReadonlyMap<string, readonly string[]>
  readonly #owners = new Map<string, string>()
  readonly #movements = new PartitionMovements()
  #assignment: Assignment = new Map()
  /** Members whose share can still change. */
  #movable: string[]

  constructor(members: readonly GroupMember[], counts: PartitionCounts, claims: Claims, racks: RackMatching) {
    this.#counts = counts
    this.#claims = claims
    this.#racks = racks
    this.#topicsOf = new Map(members.map(({ memberId, subscription }) => [memberId, subscription.topics.filter((topic) => counts.has(topic))]))
    this.#subscribers = new Map([...counts.keys()].map((topic) => [topic, members.filter(({ subscription }) => subscription.topics.includes(topic)).map(({ memberId }) => memberId)]))
    this.#movable = members.map(({ memberId }) => memberId)
  }

  /** The assignment, by member. */
  build(): ReadonlyMap<string, readonly TopicPartition[]> {
    const mustRevoke = this.#keepOwned()
    const kept = new Set([...this.#assignment.values()].flat().map(partitionName))
    const topics = [...this.#subscribers].sort(([left, leftMembers], [right, rightMembers]) => leftMembers.length - rightMembers.length || compare(left, right))
    const all = partitionsOf(topics.map(([topic]) => topic), this.#counts)
    const free = all.filter((partition) => !kept.has(partitionName(partition)))
    this.#balance(all, free, mustRevoke)
    return this.#assignment
  }

  /** @returns whether a member must give up something anyway */
  #keepOwned(): boolean {
    let mustRevoke = false
    for (const memberId of this.#movable) {
      const owned = this.#claims.owned.get(memberId) ?? []
      const kept = owned.filter((partition) => this.#topicsOf.get(memberId)?.includes(partition.topic) === true && !this.#racks.mismatches(memberId, partition))
      if (kept.length < owned.length) mustRevoke = true
      this.#assignment.set(memberId, [...kept])
      for (const partition of kept) this.#owners.set(partitionName(partition), memberId)
    }
    return mustRevoke
  }

  #balance(all: readonly TopicPartition[], free: readonly TopicPartition[], mustRevoke: boolean): void {
    const isFirst = [...this.#assignment.values()].every((partitions) => partitions.length === 0)
    const far = this.#racks.isUsed ? free.filter((partition) => !this.#giveToLeastLoaded(partition, true)) : free
    for (const partition of far) this.#giveToLeastLoaded(partition, false)
    const isShared = ({ topic }: TopicPartition): boolean => (this.#subscribers.get(topic)?.length ?? 0) >= 2
    this.#movable = this.#movable.filter((memberId) => this.#size(memberId) < this.#mostOf(memberId) || this.#listOf(memberId).some(isShared))
    const before: Assignment = new Map([...this.#assignment].map(([memberId, partitions]) => [memberId, [...partitions]]))
    const score = this.#imbalance()
    if (!mustRevoke) this.#moveWhatHelps(free.filter(isShared))
    const hasMoved = this.#moveWhatHelps(all.filter(isShared))
    if (!isFirst && hasMoved && this.#imbalance() >= score) this.#assignment = before
  }

  /** Gives a partition to the subscriber with the fewest; `isNear`: only to one that is not in another rack. */
  #giveToLeastLoaded(partition: TopicPartition, isNear: boolean): boolean {
    const taker = this.#byLoad().find((memberId) => this.#subscribes(memberId, partition) && !(isNear && this.#racks.mismatches(memberId, partition)))
    if (taker === undefined) return false
    this.#listOf(taker).push(partition)
    this.#owners.set(partitionName(partition), taker)
    return true
  }

  #moveWhatHelps(partitions: readonly TopicPartition[]): boolean {
    let hasMoved = false
    let isChanged = true
    while (isChanged) {
      isChanged = false
      for (const partition of partitions) {
        if (this.#isBalanced()) break
        const taker = this.#takerOf(partition)
        if (taker === undefined) continue
        this.#move(partition, taker)
        isChanged = true
        hasMoved = true
      }
    }
    return hasMoved
  }

  /** Who should have the partition: its previous owner, else the least loaded subscriber, if either has two fewer. */
  #takerOf(partition: TopicPartition): string | undefined {
    const size = this.#size(this.#owners.get(partitionName(partition)) ?? '')
    const previous = this.#claims.previous.get(partitionName(partition))
    if (previous !== undefined && this.#assignment.has(previous) && size > this.#size(previous) + 1) return previous
    const isLighter = this.#subscribers.get(partition.topic)?.some((memberId) => size > this.#size(memberId) + 1) === true
    return isLighter ? this.#byLoad().find((memberId) => this.#subscribes(memberId, partition)) : undefined
  }

  #move(partition: TopicPartition, taker: string): void {
    const moving = this.#movements.inPlaceOf(partition, this.#owners.get(partitionName(partition)) ?? '', taker)
    const owner = this.#owners.get(partitionName(moving)) ?? ''
    this.#movements.note(moving, owner, taker)
    const list = this.#listOf(owner)
    list.splice(list.findIndex((entry) => isSamePartition(entry, moving)), 1)
    this.#listOf(taker).push(moving)
    this.#owners.set(partitionName(moving), taker)
  }

  /** Nobody could take a partition from a member that has at least two more. */
  #isBalanced(): boolean {
    const sorted = this.#byLoad()
    if (this.#size(sorted[0] ?? '') >= this.#size(sorted[sorted.length - 1] ?? '') - 1) return true
    return sorted.every((memberId) => this.#size(memberId) === this.#mostOf(memberId)
      || partitionsOf(this.#topicsOf.get(memberId) ?? [], this.#counts).every((partition) =>
        this.#size(this.#owners.get(partitionName(partition)) ?? '') <= this.#size(memberId) + 1))
  }

  /** Sum of the differences between the shares of all pairs of members that may change. */
  #imbalance(): number {
    const sizes = this.#movable.map((memberId) => this.#size(memberId))
    return sizes.reduce((sum, size, index) => sum + sizes.slice(index + 1).reduce((part, other) => part + Math.abs(size - other), 0), 0)
  }

  /** Movable members, those with the fewest partitions first. */
  #byLoad(): readonly string[] {
    return [...this.#movable].sort((left, right) => this.#size(left) - this.#size(right) || compare(left, right))
  }

  #subscribes(memberId: string, partition: TopicPartition): boolean {
    return this.#topicsOf.get(memberId)?.includes(partition.topic) === true
  }

  #mostOf(memberId: string): number {
    return (this.#topicsOf.get(memberId) ?? []).reduce((sum, topic) => sum + (this.#counts.get(topic) ?? 0), 0)
  }

  #listOf(memberId: string): TopicPartition[] {
    return this.#assignment.get(memberId) ?? []
  }

  #size(memberId: string): number {
    return this.#listOf(memberId).length
  }
}
