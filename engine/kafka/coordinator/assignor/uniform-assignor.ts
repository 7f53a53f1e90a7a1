import { KafkaException } from '../../protocol/kafka-exception.ts'
import { isHomogeneous, partitionCount, type AssignableGroup, type ServerAssignor, type TopicAssignment } from './server-assignor.ts'
import { UnevenAssignment } from './uneven-assignment.ts'

/** Spreads partitions evenly and moves as few as it can, the default of the coordinator (UniformAssignor). */
export const uniformAssignor: ServerAssignor = {
  name: 'uniform',
  assign: (group) => {
    if (group.members.every(({ topics }) => topics.length === 0)) return new Map(group.members.map(({ memberId }) => [memberId, new Map()]))
    return isHomogeneous(group) ? assignAlike(group) : new UnevenAssignment(group).build()
  },
}

interface TopicPartitionId {
  readonly topic: string
  readonly partition: number
}

/** All subscribe alike (UniformHomogeneousAssignmentBuilder): each keeps up to its quota, the rest fills members in order. */
function assignAlike(group: AssignableGroup): ReadonlyMap<string, TopicAssignment> {
  const subscribed = group.members[0]?.topics ?? []
  const topics = [...group.partitions.keys()].filter((topic) => subscribed.includes(topic))
  const all = topics.flatMap((topic) => Array.from({ length: partitionCount(group, topic) }, (_, partition) => ({ topic, partition })))
  const taken = new Set(group.members.flatMap(({ target }) => [...target].flatMap(([topic, partitions]) => partitions.map((partition) => keyOf({ topic, partition })))))
  const free: TopicPartitionId[] = all.filter((partition) => !taken.has(keyOf(partition)))
  const least = Math.floor(all.length / group.members.length)
  const assignment = new Map<string, Map<string, number[]>>()
  const unfilled: Unfilled[] = []
  let extras = all.length % group.members.length
  for (const { memberId, target } of group.members) {
    const mayExceed = extras > 0
    const mine = new Map<string, number[]>()
    const room = keepUpTo(least + (mayExceed ? 1 : 0), target, topics, { mine, free })
    assignment.set(memberId, mine)
    if (mayExceed && room === 0) extras--
    else unfilled.push({ mine, room: mayExceed ? room - 1 : room })
  }
  fill(unfilled, extras, free)
  return assignment
}

/** A member below its quota: what it has, and how many more it may take. */
interface Unfilled {
  readonly mine: Map<string, number[]>
  readonly room: number
}

/** @returns how many more the member may take */
function keepUpTo(quota: number, target: TopicAssignment, topics: readonly string[], into: { readonly mine: Map<string, number[]>; readonly free: TopicPartitionId[] }): number {
  let room = quota
  for (const topic of topics) {
    const owned = target.get(topic) ?? []
    const kept = owned.slice(0, room)
    room -= kept.length
    if (kept.length > 0) into.mine.set(topic, kept)
    for (const partition of owned.slice(kept.length)) into.free.push({ topic, partition })
  }
  return room
}

/** Members take blocks in turn; the last of them take the extra ones. */
function fill(unfilled: readonly Unfilled[], extras: number, free: readonly TopicPartitionId[]): void {
  let next = 0
  unfilled.forEach(({ mine, room }, index) => {
    const size = room + (unfilled.length - index <= extras ? 1 : 0)
    for (const { topic, partition } of free.slice(next, next + size)) {
      const list = mine.get(topic)
      if (list === undefined) mine.set(topic, [partition])
      else list.push(partition)
    }
    next += size
  })
  if (next < free.length) throw new KafkaException('org.apache.kafka.coordinator.group.api.assignor.PartitionAssignorException', 'Partitions were left unassigned')
}

const keyOf = ({ topic, partition }: TopicPartitionId): string => `${topic}-${String(partition)}`
