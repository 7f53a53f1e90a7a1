import { compare, partitionsOf, type GroupMember, type PartitionCounts } from './assignor.ts'
import type { Claims } from './claims.ts'
import type { RackMatching } from './rack-matching.ts'
import { partitionName, type TopicPartition } from '../topic-partition.ts'

/**
 * Sticky and balanced where all members subscribe to the same topics (AbstractStickyAssignor's constrained assignment):
 * each member keeps up to its quota of what it owned, from the front of its list; what is left goes first to members in a
 * rack of a replica, then round the members below their quota, in the order of their ids.
 */
export function constrainedAssignment(
  members: readonly GroupMember[],
  counts: PartitionCounts,
  claims: Claims,
  racks: RackMatching,
): ReadonlyMap<string, readonly TopicPartition[]> {
  const all = partitionsOf([...counts.keys()].sort(compare), counts)
  const shares = new Shares(all.length, members.length)
  for (const { memberId } of members) {
    const owned = (claims.owned.get(memberId) ?? []).filter((partition) => !racks.mismatches(memberId, partition))
    shares.keep(memberId, [...owned].sort((left, right) => left.partition - right.partition || compare(left.topic, right.topic)))
  }
  shares.sort()
  const kept = new Set([...shares.assignment.values()].flat().map(partitionName))
  const free = racks.rarestFirst(all.filter((partition) => !kept.has(partitionName(partition))))
  const far = racks.isUsed ? free.filter((partition) => !shares.giveNear(partition, racks)) : free
  for (const partition of far) shares.give(partition)
  return shares.assignment
}

/** Who may take how many: everybody the smaller quota, and the remainder's number of members one more. */
class Shares {
  readonly assignment = new Map<string, TopicPartition[]>()
  readonly #min: number
  readonly #max: number
  readonly #overMinExpected: number
  #overMin = 0
  #belowMin: string[] = []
  #atMin: string[] = []
  #next = 0

  constructor(partitions: number, members: number) {
    this.#min = Math.floor(partitions / members)
    this.#max = Math.ceil(partitions / members)
    this.#overMinExpected = partitions % members
  }

  /** A member keeps what it owns, up to its quota. */
  keep(memberId: string, owned: readonly TopicPartition[]): void {
    const mayExceed = this.#overMin < this.#overMinExpected
    if (owned.length < this.#min) {
      this.#belowMin.push(memberId)
      this.assignment.set(memberId, [...owned])
    } else if (owned.length >= this.#max && mayExceed) {
      this.assignment.set(memberId, owned.slice(0, this.#max))
      this.#tookOneMore()
    } else {
      if (mayExceed) this.#atMin.push(memberId)
      this.assignment.set(memberId, owned.slice(0, this.#min))
    }
  }

  /** From here members are served in the order of their ids. */
  sort(): void {
    this.#belowMin.sort(compare)
    this.#atMin.sort(compare)
  }

  /** Gives a partition to a member in a rack of one of its replicas; false when there is none with room. */
  giveNear(partition: TopicPartition, racks: RackMatching): boolean {
    const offset = this.#belowMin.findIndex((_, index) => racks.matches(this.#belowMin[(this.#next + index) % this.#belowMin.length] ?? '', partition))
    if (offset >= 0) {
      const index = (this.#next + offset) % this.#belowMin.length
      const memberId = this.#belowMin[index] ?? ''
      const count = this.#add(memberId, partition)
      if (count >= this.#min) {
        this.#belowMin.splice(index, 1)
        if (count < this.#max && this.#overMin < this.#overMinExpected) this.#atMin.push(memberId)
      }
      this.#next = this.#belowMin.length === 0 ? 0 : (index + (count >= this.#min ? 0 : 1)) % this.#belowMin.length
      return true
    }
    const index = this.#atMin.findIndex((memberId) => racks.matches(memberId, partition))
    const memberId = this.#atMin[index]
    if (memberId === undefined) return false
    if (this.#add(memberId, partition) === this.#max) {
      this.#atMin.splice(index, 1)
      this.#tookOneMore()
    }
    return true
  }

  /** Gives a partition to the next member below the smaller quota; when there is none, to the next one at it. */
  give(partition: TopicPartition): void {
    if (!this.#isRoundBegun) {
      this.#isRoundBegun = true
      this.#next = 0
    }
    if (this.#next >= this.#belowMin.length) this.#next = 0
    const memberId = this.#belowMin[this.#next]
    if (memberId === undefined) {
      const [first] = this.#atMin.splice(0, 1)
      if (first !== undefined) this.#add(first, partition)
      return
    }
    if (this.#add(memberId, partition) < this.#min) {
      this.#next++
      return
    }
    this.#belowMin.splice(this.#next, 1)
    this.#atMin.push(memberId)
  }

  #isRoundBegun = false

  #add(memberId: string, partition: TopicPartition): number {
    return this.assignment.get(memberId)?.push(partition) ?? 0
  }

  #tookOneMore(): void {
    this.#overMin++
    if (this.#overMin === this.#overMinExpected) this.#atMin = []
  }
}
