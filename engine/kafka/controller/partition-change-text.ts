import type { PartitionChange, PartitionState } from '../metadata/metadata-record.ts'

const listText = (list: readonly number[]): string => `[${list.join(', ')}]`

/**
 * A partition's change as the controller logs it: only what differs, in the order replicas, isr, removingReplicas, addingReplicas, leader,
 * leaderRecoveryState, leaderEpoch, elr, lastKnownElr; an unclean election is said first.
 */
export function partitionChangeText(before: PartitionState, after: PartitionState, change: PartitionChange, isUnclean: boolean): string {
  const parts: string[] = []
  const list = (name: string, from: readonly number[], to: readonly number[], changed: unknown): void => {
    if (changed !== undefined) parts.push(`${name}: ${listText(from)} -> ${listText(to)}`)
  }
  list('replicas', before.replicas, after.replicas, change.replicas)
  list('isr', before.isr, after.isr, change.isr)
  list('removingReplicas', before.removingReplicas, after.removingReplicas, change.removingReplicas)
  list('addingReplicas', before.addingReplicas, after.addingReplicas, change.addingReplicas)
  if (before.leader !== after.leader) parts.push(`leader: ${before.leader} -> ${after.leader}`)
  if (before.leaderRecoveryState !== after.leaderRecoveryState) {
    parts.push(`leaderRecoveryState: ${before.leaderRecoveryState} -> ${after.leaderRecoveryState}`)
  }
  if (before.leaderEpoch !== after.leaderEpoch) parts.push(`leaderEpoch: ${before.leaderEpoch} -> ${after.leaderEpoch}`)
  list('elr', before.elr, after.elr, change.elr)
  list('lastKnownElr', before.lastKnownElr, after.lastKnownElr, change.lastKnownElr)
  return `${isUnclean ? 'UNCLEAN ' : ''}${parts.join(', ')}`
}
