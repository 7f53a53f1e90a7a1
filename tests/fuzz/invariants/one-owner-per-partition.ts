import { isOffsetsPayload, OFFSETS_TOPIC, type OffsetsRecord } from '../../../engine/kafka/coordinator/offsets-record.ts'
import { payloadOf } from '../../../engine/kafka/log/payload-batch.ts'
import type { Invariant } from './invariant.ts'

/** Each assignment that a coordinator writes gives a partition to one member of the group at most. */
export function oneOwnerPerPartition(): Invariant {
  const checkedUpTo = new Map<string, number>()
  return {
    name: 'a partition has one owner in a group',
    check: ({ clusters }) => {
      for (const cluster of clusters) {
        const partitions = cluster.image?.topic(OFFSETS_TOPIC)?.partitions ?? []
        for (const [partition, { leader, leaderEpoch }] of partitions.entries()) {
          if (leader < 0) continue
          const files = cluster.filesOf(leader, OFFSETS_TOPIC, partition)
          const key = `${cluster.lane.name}/${partition}/${leader}/${leaderEpoch}`
          let next = checkedUpTo.get(key) ?? 0
          if ((cluster.logOf(leader, OFFSETS_TOPIC, partition)?.logEndOffset ?? 0) <= next) continue
          files?.walk(next, (batch) => {
            const payload = payloadOf(batch)
            if (isOffsetsPayload(payload)) for (const record of payload) requireOneOwner(record)
            next = batch.lastOffset + 1
          })
          checkedUpTo.set(key, next)
        }
      }
    },
  }
}

/** @throws Error when two members have a partition */
export function requireOneOwner(record: OffsetsRecord): void {
  if (record.kind !== 'group' && record.kind !== 'consumer group') return
  const owners = new Map<string, string>()
  const own = (memberId: string, partition: string): void => {
    const owner = owners.get(partition)
    if (owner !== undefined && owner !== memberId) throw new Error(`group ${record.groupId}: ${owner} and ${memberId} both own ${partition}`)
    owners.set(partition, memberId)
  }
  if (record.kind === 'group') {
    for (const { memberId, assignment } of record.members) {
      for (const { topic, partitions } of assignment.assignedPartitions) for (const partition of partitions) own(memberId, `${topic}-${partition}`)
    }
    return
  }
  for (const { memberId, assigned, pendingRevocation } of record.members) {
    for (const held of [assigned, pendingRevocation]) for (const [topicId, partitions] of held) for (const partition of partitions) own(memberId, `${topicId}-${partition}`)
  }
}
