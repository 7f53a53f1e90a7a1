import { grownTableSize, hashOrder } from '../../java/hash-order.ts'
import { byTopic, partitionName, type TopicPartition } from '../topic-partition.ts'
import { compare, partitionsOf, sortedMembers, type Assignor, type GroupMember, type PartitionCounts, type ReplicaRacks } from './assignor.ts'
import { rackOf, racksMatter } from './rack-matching.ts'

type Assignment = Map<string, TopicPartition[]>

/**
 * Topic by topic, contiguous blocks; the first members get one more where it does not divide. Where racks matter, members
 * first get partitions with a replica in their rack (RangeAssignor).
 */
export const rangeAssignor: Assignor = {
  name: 'range',
  isCooperative: false,
  assign: (members, counts, racks = new Map()) => {
    const assignment: Assignment = new Map(members.map((member) => [member.memberId, []]))
    const topics = topicsInHashOrder(members, counts).map((topic) =>
      new TopicShares(partitionsOf([topic], counts), sortedMembers(members.filter((member) => member.subscription.topics.includes(topic))), racks))
    const isRackAware = topics.some((topic) => topic.racksMatter)
    if (isRackAware) assignNear(topics, assignment)
    for (const topic of topics) topic.assignBlocks(() => true, assignment)
    if (isRackAware) for (const list of assignment.values()) list.sort((left, right) => compare(left.topic, right.topic) || left.partition - right.partition)
    return assignment
  },
}

/** Topics with the same members and as many partitions are matched together, so that partition n of each goes to one member. */
function assignNear(topics: readonly TopicShares[], assignment: Assignment): void {
  const keyed = topics.map((shares) => ({ topic: shares.key, partition: 0, shares }))
  for (const group of byTopic(keyed).values()) {
    const [first] = group
    if (first === undefined) continue
    if (group.length > 1) assignTogether(group.map(({ shares }) => shares), assignment)
    else if (first.shares.racksMatter) first.shares.assignBlocks((member, partition) => first.shares.isNear(member, partition), assignment)
  }
}

function assignTogether(topics: readonly TopicShares[], assignment: Assignment): void {
  const [first] = topics
  for (const { partition } of first?.partitions ?? []) {
    const taker = first?.members.find((member) => topics.every((shares) => shares.room(member) > 0 && shares.isNear(member, shares.at(partition))))
    if (taker !== undefined) for (const shares of topics) shares.give(taker, [shares.at(partition)], assignment)
  }
}

/** What is left of a topic, and who may take how much of it. */
class TopicShares {
  readonly partitions: readonly TopicPartition[]
  readonly members: readonly GroupMember[]
  readonly racksMatter: boolean
  readonly #racks: ReplicaRacks
  readonly #taken = new Map<string, number>()
  readonly #each: number
  #oneMore: number
  #free: readonly TopicPartition[]

  constructor(partitions: readonly TopicPartition[], members: readonly GroupMember[], racks: ReplicaRacks) {
    this.partitions = partitions
    this.members = members
    this.racksMatter = racksMatter(members, partitions, racks)
    this.#racks = racks
    this.#free = partitions
    this.#each = members.length === 0 ? 0 : Math.floor(partitions.length / members.length)
    this.#oneMore = members.length === 0 ? 0 : partitions.length % members.length
  }

  /** Equal for topics that can be matched together. */
  get key(): string {
    return `${String(this.partitions.length)} ${this.members.map(({ memberId }) => memberId).join(' ')}`
  }

  at(partition: number): TopicPartition {
    return this.partitions[partition] ?? { topic: '', partition }
  }

  /** How many more the member may take. */
  room({ memberId }: GroupMember): number {
    return Math.max(0, this.#each + (this.#oneMore > 0 ? 1 : 0) - (this.#taken.get(memberId) ?? 0))
  }

  /** A member without a rack is near everything. */
  isNear(member: GroupMember, partition: TopicPartition): boolean {
    const rack = rackOf(member)
    return rack === undefined || this.#racks.get(partitionName(partition))?.includes(rack) === true
  }

  assignBlocks(mayTake: (member: GroupMember, partition: TopicPartition) => boolean, assignment: Assignment): void {
    for (const member of this.members) {
      const block = this.#free.filter((partition) => mayTake(member, partition)).slice(0, this.room(member))
      if (block.length > 0) this.give(member, block, assignment)
    }
  }

  give({ memberId }: GroupMember, block: readonly TopicPartition[], assignment: Assignment): void {
    assignment.get(memberId)?.push(...block)
    const taken = (this.#taken.get(memberId) ?? 0) + block.length
    this.#taken.set(memberId, taken)
    if (taken > this.#each) this.#oneMore--
    this.#free = this.#free.filter((partition) => !block.includes(partition))
  }
}

/** Java walks the topics in the order of a HashMap that it filled member by member. */
function topicsInHashOrder(members: readonly GroupMember[], counts: PartitionCounts): readonly string[] {
  const topics = [...new Set(members.flatMap((member) => member.subscription.topics))].filter((topic) => (counts.get(topic) ?? 0) > 0)
  return hashOrder(topics, (topic) => topic, grownTableSize(topics.length))
}
