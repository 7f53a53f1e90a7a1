import { LoadWalk } from './load-walk.ts'
import { partitionCount, type AssignableGroup, type TopicAssignment } from './server-assignor.ts'

/** Rounds over the topics before it stops balancing (MAX_ITERATION_COUNT). */
const maxRounds = 16

/**
 * The uniform assignment where subscriptions differ (UniformHeterogeneousAssignmentBuilder): members keep what they still
 * subscribe to, free partitions go to the least loaded subscriber, and then topic by topic partitions move from the most
 * to the least loaded.
 */
export class UnevenAssignment {
  readonly #group: AssignableGroup
  /** Indices of subscribed members by topic. */
  readonly #subscribers: ReadonlyMap<string, readonly number[]>
  /** Owner's index by partition, -1 for none. */
  readonly #owners: ReadonlyMap<string, number[]>
  readonly #loads: number[]

  constructor(group: AssignableGroup) {
    this.#group = group
    const topics = [...group.partitions.keys()].filter((topic) => group.members.some((member) => member.topics.includes(topic)))
    this.#subscribers = new Map(topics.map((topic) => [topic, group.members.flatMap((member, index) => (member.topics.includes(topic) ? [index] : []))]))
    this.#owners = new Map(topics.map((topic) => [topic, Array.from({ length: partitionCount(group, topic) }, () => -1)]))
    this.#loads = group.members.map(() => 0)
  }

  /** The assignment, by member. */
  build(): ReadonlyMap<string, TopicAssignment> {
    this.#keep()
    const sorted = this.#sortedTopics()
    for (const topic of sorted) this.#assignFree(topic)
    this.#balance(sorted.filter((topic) => (this.#subscribers.get(topic)?.length ?? 0) >= 2))
    return new Map(this.#group.members.map(({ memberId }, index) => [memberId, this.#assignmentOf(index)]))
  }

  #keep(): void {
    this.#group.members.forEach(({ topics, target }, index) => {
      for (const [topic, partitions] of target) {
        if (!topics.includes(topic)) continue
        for (const partition of partitions) this.#give(topic, partition, index)
      }
    })
  }

  /** Topics with the most partitions for each subscriber first, then those with fewer subscribers. */
  #sortedTopics(): readonly string[] {
    const share = ([topic, members]: readonly [string, readonly number[]]): number => partitionCount(this.#group, topic) / members.length
    return [...this.#subscribers].sort((left, right) => share(right) - share(left) || left[1].length - right[1].length).map(([topic]) => topic)
  }

  #assignFree(topic: string): void {
    const owners = this.#owners.get(topic) ?? []
    if (!owners.includes(-1)) return
    const walk = new LoadWalk(this.#subscribers.get(topic) ?? [], this.#loads)
    owners.forEach((owner, partition) => {
      if (owner === -1) this.#give(topic, partition, walk.nextLeastLoaded())
    })
  }

  /** Ends when a whole round has moved nothing. */
  #balance(topics: readonly string[]): void {
    let lastMoved = -1
    for (let round = 0; round < maxRounds; round++) {
      for (const [index, topic] of topics.entries()) {
        if (index === lastMoved) return
        if (this.#balanceTopic(topic) || lastMoved === -1) lastMoved = index
      }
    }
  }

  #balanceTopic(topic: string): boolean {
    const walk = new LoadWalk(this.#subscribers.get(topic) ?? [], this.#loads)
    if (walk.imbalance <= 1) return false
    const left = new Map<number, number[]>()
    this.#owners.get(topic)?.forEach((owner, partition) => { left.set(owner, [...(left.get(owner) ?? []), partition]) })
    let hasMoved = false
    for (;;) {
      const partition = nextToGive(walk, left)
      if (partition === undefined) return hasMoved
      const taker = walk.nextLeastLoaded()
      if (walk.isBalanced()) return hasMoved
      this.#give(topic, partition, taker)
      hasMoved = true
    }
  }

  #give(topic: string, partition: number, member: number): void {
    const owners = this.#owners.get(topic)
    if (owners === undefined) return
    const before = owners[partition] ?? -1
    if (before !== -1) this.#loads[before] = (this.#loads[before] ?? 0) - 1
    owners[partition] = member
    this.#loads[member] = (this.#loads[member] ?? 0) + 1
  }

  #assignmentOf(member: number): TopicAssignment {
    return new Map([...this.#owners].flatMap(([topic, owners]): [string, readonly number[]][] => {
      const partitions = owners.flatMap((owner, partition) => (owner === member ? [partition] : []))
      return partitions.length === 0 ? [] : [[topic, partitions]]
    }))
  }
}

/** The last partition of the next most loaded member that has one. */
function nextToGive(walk: LoadWalk, left: ReadonlyMap<number, number[]>): number | undefined {
  const member = walk.nextMostLoaded()
  if (member === undefined) return undefined
  const partition = left.get(member)?.pop()
  if (partition !== undefined) return partition
  walk.excludeMostLoaded()
  return nextToGive(walk, left)
}
