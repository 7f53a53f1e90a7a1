import type { RemoteReplica } from './remote-replica.ts'

/** What a leader's high watermark depends on. */
export interface HighWatermarkInput {
  readonly logEndOffset: number
  readonly highWatermark: number
  /** How many replicas are in the ISR that the controller has confirmed. */
  readonly isrSize: number
  readonly minIsr: number
  readonly followers: Iterable<RemoteReplica>
  /** Whether the follower is in the ISR, or in the one that has been proposed. */
  readonly isInMaximalIsr: (brokerId: number) => boolean
  /** Whether the follower is about to join the ISR: caught up, and its broker may. */
  readonly isAboutToJoin: (follower: RemoteReplica) => boolean
}

/**
 * The leader's high watermark (Partition.maybeIncrementLeaderHW): the lowest end of the maximal ISR and of those who are
 * about to join it. It never falls, and stays where it is while the ISR is smaller than min.insync.replicas.
 */
export function nextHighWatermark(input: HighWatermarkInput): number {
  if (input.isrSize < input.minIsr) return input.highWatermark
  let lowest = input.logEndOffset
  for (const follower of input.followers) {
    if (follower.logEndOffset >= lowest) continue
    if (input.isInMaximalIsr(follower.brokerId) || input.isAboutToJoin(follower)) lowest = follower.logEndOffset
  }
  return Math.max(input.highWatermark, lowest)
}
