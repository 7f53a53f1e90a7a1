import type { Process } from '../../../sim/process.ts'
import { microsPerMilli } from '../../../sim/time.ts'
import type { LeaderProgress } from './leader-progress.ts'
import { beginQuorumEpochRequest } from './raft-messages.ts'
import type { RaftPeers } from './raft-peers.ts'

/** What a leader's periodic duties work with. */
export interface LeaderDutiesOptions {
  readonly nodeId: number
  readonly epoch: number
  readonly hasOtherVoters: boolean
  readonly process: Process
  readonly peers: RaftPeers
  readonly progress: LeaderProgress
  readonly fetchTimeoutMs: number
  readonly nowMs: () => number
  /** A voter knows of a later epoch. */
  readonly onNews: (epoch: number, leaderId: number) => void
  /** A majority has not fetched for one and a half fetch time-outs. */
  readonly onQuorumLost: () => void
}

/** What a leader does by itself: announce itself to voters that do not fetch, and look whether a majority still does. */
export class LeaderDuties {
  readonly #options: LeaderDutiesOptions
  #isOver = false

  constructor(options: LeaderDutiesOptions) {
    this.#options = options
  }

  start(): void {
    this.#announce()
    if (this.#options.hasOtherVoters) this.#checkQuorum()
  }

  end(): void {
    this.#isOver = true
  }

  #announce(): void {
    if (this.#isOver) return
    const { epoch, fetchTimeoutMs, nodeId, nowMs, onNews, peers, process, progress } = this.#options
    for (const voter of progress.silentVoters(nowMs(), fetchTimeoutMs / 2)) {
      peers.send(voter, 'BeginQuorumEpoch', beginQuorumEpochRequest(nodeId, epoch, voter), (response) => {
        const answer = response?.topics[0]?.partitions[0]
        if (answer !== undefined && answer.leaderEpoch > epoch && !this.#isOver) onNews(answer.leaderEpoch, answer.leaderId)
      })
    }
    process.after((fetchTimeoutMs / 2) * microsPerMilli, () => { this.#announce() })
  }

  #checkQuorum(): void {
    const { fetchTimeoutMs, nowMs, onQuorumLost, process, progress } = this.#options
    const limitMs = fetchTimeoutMs * 1.5
    process.after(Math.round(limitMs / 4) * microsPerMilli, () => {
      if (this.#isOver) return
      if (progress.hasMajority(nowMs(), limitMs)) this.#checkQuorum()
      else onQuorumLost()
    })
  }
}
