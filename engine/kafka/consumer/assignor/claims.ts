import { grownTableSize, hashOrder } from '../../java/hash-order.ts'
import type { ConsumerProtocolSubscription, ConsumerProtocolTopicPartitions } from '../../protocol/consumer-protocol.ts'
import { partitionName, type TopicPartition } from '../topic-partition.ts'
import type { GroupMember, PartitionCounts } from './assignor.ts'

/** What members of a sticky group own by their own account (AbstractStickyAssignor.allSubscriptionsEqual). */
export interface Claims {
  /** By member: what nobody claims with more right. */
  readonly owned: ReadonlyMap<string, readonly TopicPartition[]>
  /** Names of partitions that two members claim in the same generation; neither keeps them. */
  readonly disputed: ReadonlySet<string>
  /** By partition name: a claim of an older generation, to whom the partition may go back. */
  readonly previous: ReadonlyMap<string, string>
}

/** Whose claim is whose: the newer generation wins. */
export function claimsOf(members: readonly GroupMember[], counts: PartitionCounts): Claims {
  const owned = new Map<string, TopicPartition[]>()
  const owners = new Map<string, { readonly memberId: string; readonly generation: number }>()
  const disputed = new Set<string>()
  for (const { memberId, subscription } of members) {
    const own: TopicPartition[] = []
    owned.set(memberId, own)
    const generation = generationOf(subscription)
    for (const partition of flat(claimed(subscription))) {
      if (partition.partition >= (counts.get(partition.topic) ?? 0)) continue
      const name = partitionName(partition)
      const other = owners.get(name)
      if (other !== undefined && other.generation > generation) continue
      if (other !== undefined) owned.set(other.memberId, (owned.get(other.memberId) ?? []).filter((entry) => partitionName(entry) !== name))
      if (other?.generation === generation) disputed.add(name)
      else own.push(partition)
      owners.set(name, { memberId, generation })
    }
  }
  return { owned, disputed, previous: previousOwners(members) }
}

function previousOwners(members: readonly GroupMember[]): ReadonlyMap<string, string> {
  const newest = members.reduce((max, { subscription }) => Math.max(max, generationOf(subscription)), -1)
  const previous = new Map<string, { readonly memberId: string; readonly generation: number }>()
  for (const { memberId, subscription } of members) {
    const generation = generationOf(subscription)
    if (generation >= newest) continue
    for (const partition of flat(claimed(subscription))) {
      const known = previous.get(partitionName(partition))
      if (known === undefined || generation > known.generation) previous.set(partitionName(partition), { memberId, generation })
    }
  }
  return new Map([...previous].map(([name, { memberId }]) => [name, memberId]))
}

/** The sticky assignor's own data lists topics in the order of a Java HashMap. */
function claimed(subscription: ConsumerProtocolSubscription): readonly ConsumerProtocolTopicPartitions[] {
  const { userData } = subscription
  return userData === null ? subscription.ownedPartitions : hashOrder(userData.previousAssignment, ({ topic }) => topic, grownTableSize(userData.previousAssignment.length))
}

function generationOf(subscription: ConsumerProtocolSubscription): number {
  return subscription.userData?.generation ?? subscription.generationId
}

function flat(topics: readonly ConsumerProtocolTopicPartitions[]): readonly TopicPartition[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })))
}
