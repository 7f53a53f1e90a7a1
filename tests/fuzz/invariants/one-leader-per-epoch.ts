import type { Invariant } from './invariant.ts'

/** In one leader epoch of a partition at most one broker takes itself for its leader. */
export function oneLeaderPerEpoch(): Invariant {
  const leaders = new Map<string, number>()
  return {
    name: 'one leader per epoch',
    check: ({ clusters }) => {
      for (const cluster of clusters) {
        for (const { id, broker } of cluster.brokers) {
          for (const partition of broker?.replicas.partitions ?? []) {
            if (!partition.isLeader) continue
            const key = `${cluster.lane.name}/${partition.topicId}/${partition.name} in epoch ${partition.leaderEpoch}`
            const known = leaders.get(key)
            if (known === undefined) leaders.set(key, id)
            else if (known !== id) throw new Error(`${key}: brokers ${known} and ${id} both lead`)
          }
        }
      }
    },
  }
}
