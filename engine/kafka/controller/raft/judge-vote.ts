import type { VoteRequest } from '../../protocol/vote.ts'
import type { QuorumRole } from './quorum-types.ts'

/** What a voter's answer depends on. */
export interface VoterView {
  readonly role: QuorumRole
  readonly epoch: number
  readonly leaderId: number | null
  readonly votedFor: number | null
  /** Whether the leader has answered a fetch of this follower. */
  readonly hasFetchedFromLeader: boolean
  readonly lastEpoch: number
  readonly logEndOffset: number
}

/** One voter's ballot paper. */
export type Ballot = NonNullable<VoteRequest['topics'][number]['partitions'][number]>

/**
 * Whether a voter grants its vote: once an epoch, to whoever's log is at least as long as its own; its promise in a
 * pre-vote, unless it hears of a leader (KIP-996).
 */
export function isVoteGranted(ballot: Ballot, view: VoterView): boolean {
  const isUpToDate = ballot.lastOffsetEpoch > view.lastEpoch || (ballot.lastOffsetEpoch === view.lastEpoch && ballot.lastOffset >= view.logEndOffset)
  if (!isUpToDate || view.role === 'leader') return false
  if (ballot.preVote) return !(view.role === 'follower' && view.hasFetchedFromLeader)
  return view.votedFor === ballot.candidateId || (view.votedFor === null && view.leaderId === null)
}
