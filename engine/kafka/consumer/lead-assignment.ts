import type { NetworkClient } from '../client/network-client.ts'
import type { JoinGroupResponseMember } from '../protocol/join-group.ts'
import type { SyncGroupRequestAssignment } from '../protocol/sync-group.ts'
import type { Assignor, PartitionCounts, ReplicaRacks } from './assignor/assignor.ts'
import { byTopic, partitionName } from './topic-partition.ts'

/** What the leader of a group hands in, and the partition counts that it was made from. */
export interface LedAssignment {
  readonly assignments: readonly SyncGroupRequestAssignment[]
  readonly counts: PartitionCounts
}

/**
 * Assigns as the group's leader, once metadata has every topic that a member subscribes to (ConsumerCoordinator's
 * onLeaderElected).
 */
export function leadAssignment(
  client: NetworkClient,
  assignor: Assignor,
  members: readonly JoinGroupResponseMember[],
  done: (led: LedAssignment) => void,
): void {
  const { metadata } = client
  const topics = [...new Set(members.flatMap((member) => member.metadata.topics))]
  const assign = (): void => {
    const counts = new Map(topics.flatMap((topic): [string, number][] => {
      const known = metadata.topic(topic)
      return known === undefined ? [] : [[topic, known.partitions.length]]
    }))
    const assignment = assignor.assign(members.map(({ memberId, groupInstanceId, metadata: subscription }) => ({ memberId, groupInstanceId, subscription })), counts, replicaRacks(client, topics))
    const assignments = [...assignment].map(([memberId, partitions]) => ({
      memberId,
      assignment: { assignedPartitions: [...byTopic(partitions)].map(([topic, entries]) => ({ topic, partitions: entries.map((entry) => entry.partition) })) },
    }))
    done({ assignments, counts })
  }
  for (const topic of topics) metadata.want(topic)
  if (topics.every((topic) => metadata.topic(topic) !== undefined || metadata.topicError(topic) !== undefined)) {
    assign()
    return
  }
  const stop = metadata.onChange(() => {
    stop()
    assign()
  })
  client.maybeUpdateMetadata()
}

/** Racks of the replicas of each partition whose brokers name one (AbstractPartitionAssignor.assign). */
function replicaRacks({ metadata }: NetworkClient, topics: readonly string[]): ReplicaRacks {
  const rackOfNode = new Map(metadata.nodes.flatMap(({ id, rack }): [number, string][] => (typeof rack === 'string' && rack !== '' ? [[id, rack]] : [])))
  const racks = new Map<string, readonly string[]>()
  if (rackOfNode.size === 0) return racks
  for (const topic of topics) {
    for (const { partition, replicas } of metadata.topic(topic)?.partitions ?? []) {
      const known = replicas.flatMap((id) => rackOfNode.get(id) ?? [])
      if (known.length > 0) racks.set(partitionName({ topic, partition }), known)
    }
  }
  return racks
}
