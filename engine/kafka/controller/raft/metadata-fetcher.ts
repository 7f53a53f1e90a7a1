import type { Process } from '../../../sim/process.ts'
import { microsPerMilli } from '../../../sim/time.ts'
import type { PartitionLog } from '../../log/partition-log.ts'
import { errorCode } from '../../protocol/errors.ts'
import type { FetchResponse, FetchResponsePartitionData } from '../../protocol/fetch.ts'
import { type EpochAndLeader, metadataFetchRequest } from './raft-messages.ts'
import type { RaftPeers } from './raft-peers.ts'

/** What a follower's or observer's fetching works with. */
export interface MetadataFetcherOptions {
  readonly nodeId: number
  readonly isVoter: boolean
  readonly process: Process
  readonly peers: RaftPeers
  readonly log: PartitionLog
  readonly retryMs: number
  readonly quorum: () => EpochAndLeader
  readonly highWatermark: () => number
  /** Whom to ask: the leader, or, for an observer that knows none, any voter. */
  readonly target: () => number | undefined
  /** The leader has answered. */
  readonly onHeard: () => void
  readonly onHighWatermark: (highWatermark: number) => void
  /** The answer names a later epoch, or a leader. */
  readonly onNews: (epoch: number, leaderId: number) => void
  /** There was no answer, or an error. */
  readonly onFailed: () => void
}

/** A leader answers a fetch with nothing in it after so long (KafkaRaftClient.MAX_FETCH_WAIT_MS). */
const fetchMaxWaitMs = 500

/** Fetches the metadata log from the leader, one request after another, until it is stopped. */
export class MetadataFetcher {
  readonly #options: MetadataFetcherOptions
  #generation = 0

  constructor(options: MetadataFetcherOptions) {
    this.#options = options
  }

  /** Begins, or begins anew after a change of the leader. */
  start(): void {
    this.#generation++
    this.#fetch()
  }

  stop(): void {
    this.#generation++
  }

  #fetch(): void {
    const { highWatermark, log, nodeId, peers, quorum, target } = this.#options
    const to = target()
    if (to === undefined) return
    const generation = this.#generation
    const request = metadataFetchRequest({
      replicaId: nodeId,
      currentLeaderEpoch: quorum().epoch,
      fetchOffset: log.logEndOffset,
      lastFetchedEpoch: log.latestEpoch ?? 0,
      highWatermark: highWatermark(),
      maxWaitMs: fetchMaxWaitMs,
    })
    peers.send(to, 'Fetch', request, (response) => { if (generation === this.#generation) this.#onResponse(response) })
  }

  #onResponse(response: FetchResponse | undefined): void {
    const data = response?.responses[0]?.partitions[0]
    const leader = data?.currentLeader
    const { epoch, leaderId } = this.#options.quorum()
    const isNews = leader !== undefined && (leader.leaderEpoch > epoch || (leader.leaderEpoch === epoch && leaderId === null && leader.leaderId >= 0))
    if (isNews) this.#options.onNews(leader.leaderEpoch, leader.leaderId)
    else if (data === undefined || data.errorCode !== errorCode('NONE')) {
      this.#options.onFailed()
      this.#later(this.#options.retryMs)
    } else this.#take(data)
  }

  #take(data: FetchResponsePartitionData): void {
    const { isVoter, log, onHeard, onHighWatermark } = this.#options
    const generation = this.#generation
    onHeard()
    if (data.divergingEpoch !== undefined) {
      const { epoch, endOffset } = data.divergingEpoch
      const own = log.endOffsetForEpoch(epoch)
      log.truncateTo(own.epoch === epoch ? Math.min(endOffset, own.endOffset) : endOffset, 'metadata of a deposed controller')
      this.#fetch()
      return
    }
    for (const batch of data.records ?? []) if (batch.baseOffset >= log.logEndOffset) log.appendAsFollower(batch)
    onHighWatermark(data.highWatermark)
    // A voter's next fetch tells the leader what it has, so that must be on its disk first.
    const next = (): void => { if (generation === this.#generation) this.#fetch() }
    if (isVoter && (data.records?.length ?? 0) > 0) log.flush(next)
    else next()
  }

  #later(delayMs: number): void {
    const generation = this.#generation
    this.#options.process.after(delayMs * microsPerMilli, () => { if (generation === this.#generation) this.#fetch() })
  }
}
