import type { ClientContext } from '../client/client-context.ts'
import type { NetworkClient } from '../client/network-client.ts'
import type { AssignedPartition, FetchPosition } from './subscription-state.ts'
import { partitionName } from './topic-partition.ts'

/**
 * The broker to fetch from: the follower that the leader named while that word holds and its node is up, else the leader
 * (AbstractFetch.selectReadReplica).
 */
export function readReplica(partition: AssignedPartition, { leader }: FetchPosition, { context, metadata }: NetworkClient): number {
  const preferred = partition.preferredReadReplica
  if (preferred === undefined) return leader
  if (context.lane.simulation.nowMicros > preferred.untilMicros) {
    partition.preferredReadReplica = undefined
    record(partition, -1, context)
    return leader
  }
  const isOffline = metadata.partition(partition.topic, partition.partition)?.offlineReplicas.includes(preferred.nodeId) === true
  if (!isOffline && metadata.node(preferred.nodeId) !== undefined) return preferred.nodeId
  partition.preferredReadReplica = undefined
  record(partition, -1, context)
  metadata.requestUpdate()
  return leader
}

/** Reads from a follower until metadata is as old as metadata.max.age.ms; then the leader is asked again. */
export function preferReplica(partition: AssignedPartition, nodeId: number, { context, metadata }: NetworkClient): void {
  const { nowMicros } = context.lane.simulation
  partition.preferredReadReplica = { nodeId, untilMicros: nowMicros + metadata.maxAgeMicros }
  record(partition, nodeId, context)
}

/**
 * After an error the leader is asked again (FetchCollector.handleInitializeErrors).
 * @returns whether the answer came from a follower that was preferred
 */
export function leaveReplica(partition: AssignedPartition, node: number, { context }: NetworkClient): boolean {
  const preferred = partition.preferredReadReplica
  if (preferred === undefined) return false
  partition.preferredReadReplica = undefined
  record(partition, -1, context)
  return node === preferred.nodeId
}

/** The consumer's metric of that name: the follower it reads from, −1 for the leader. */
function record(partition: AssignedPartition, nodeId: number, { lane, name }: ClientContext): void {
  const { recorder } = lane.simulation
  recorder.set(recorder.track(name, `${partitionName(partition)} preferred-read-replica`, 'number'), nodeId)
}
