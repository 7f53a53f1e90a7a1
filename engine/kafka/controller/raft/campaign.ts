import type { Process } from '../../../sim/process.ts'
import { microsPerMilli } from '../../../sim/time.ts'
import { voteRequest, type VoteBallot } from './raft-messages.ts'
import type { RaftPeers } from './raft-peers.ts'

/** What a campaign is made from. */
export interface CampaignOptions {
  readonly ballot: VoteBallot
  readonly voters: readonly number[]
  readonly process: Process
  readonly peers: RaftPeers
  /** Pause before a voter that could not be reached is asked again. */
  readonly retryMs: number
  /** A majority has said yes. */
  readonly onWon: () => void
  /** A majority has said no. */
  readonly onLost: () => void
  /** A voter knows of a later epoch, or of a leader. */
  readonly onNews: (epoch: number, leaderId: number) => void
}

/** One round of votes, or of pre-votes: asks the other voters until a majority has answered one way (KIP-595, KIP-996). */
export class Campaign {
  readonly #options: CampaignOptions
  readonly #granted = new Set<number>()
  readonly #rejected = new Set<number>()
  #isOver = false

  constructor(options: CampaignOptions) {
    this.#options = options
  }

  /** Votes for itself and asks the others. */
  start(): void {
    const { ballot, voters } = this.#options
    this.#granted.add(ballot.candidateId)
    this.#count()
    for (const voter of voters) if (voter !== ballot.candidateId && !this.#isOver) this.#ask(voter)
  }

  /** Whatever comes now is ignored. */
  end(): void {
    this.#isOver = true
  }

  #ask(voter: number): void {
    const { ballot, peers, process, retryMs } = this.#options
    peers.send(voter, 'Vote', voteRequest(ballot, voter), (response) => {
      if (this.#isOver) return
      const answer = response?.topics[0]?.partitions[0]
      if (answer === undefined) {
        process.after(retryMs * microsPerMilli, () => { if (!this.#isOver) this.#ask(voter) })
        return
      }
      const isOthersEpoch = answer.leaderEpoch === ballot.candidateEpoch && answer.leaderId >= 0 && answer.leaderId !== ballot.candidateId
      if (answer.leaderEpoch > ballot.candidateEpoch || (isOthersEpoch && !ballot.isPreVote)) {
        this.#options.onNews(answer.leaderEpoch, answer.leaderId)
        return
      }
      if (answer.voteGranted) this.#granted.add(voter)
      else this.#rejected.add(voter)
      this.#count()
    })
  }

  #count(): void {
    if (this.#isOver) return
    const { voters, onLost, onWon } = this.#options
    const majority = Math.floor(voters.length / 2) + 1
    const isWon = this.#granted.size >= majority
    if (!isWon && voters.length - this.#rejected.size >= majority) return
    this.#isOver = true
    if (isWon) onWon()
    else onLost()
  }
}
