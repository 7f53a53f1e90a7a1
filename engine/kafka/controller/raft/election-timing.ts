import type { RandomStream } from '../../../sim/random-stream.ts'
import type { NodeSettings } from '../../metadata/node-settings.ts'

/** What the times of elections are drawn from. */
export interface ElectionTiming {
  readonly random: RandomStream
  readonly settings: Pick<NodeSettings, 'electionTimeoutMs' | 'electionBackoffMaxMs'>
}

/** How long to wait for a leader or for votes: from once to twice controller.quorum.election.timeout.ms. */
export function electionTimeoutMs({ random, settings }: ElectionTiming): number {
  return settings.electionTimeoutMs + random.nextInt(settings.electionTimeoutMs)
}

/** Pause after an election that was lost: exponential, at most controller.quorum.election.backoff.max.ms. @param retries from 1 */
export function electionBackoffMs({ random, settings }: ElectionTiming, retries: number): number {
  return 1 + random.nextInt(Math.min(settings.electionBackoffMaxMs, 100 << Math.min(retries - 1, 10)))
}
