import type { Process } from '../../../sim/process.ts'
import { microsPerMilli } from '../../../sim/time.ts'
import type { EpochEndOffset } from '../../log/leader-epoch-cache.ts'
import type { PartitionLog } from '../../log/partition-log.ts'
import type { FetchRequest, FetchResponse } from '../../protocol/fetch.ts'
import { type EpochAndLeader, metadataFetchMaxBytes, metadataFetchResponse } from './raft-messages.ts'
import type { PendingMetadataFetch, Respond } from './quorum-types.ts'

/** What the leader's side of metadata fetches works with. */
export interface MetadataFetchServerOptions {
  readonly process: Process
  readonly log: PartitionLog
  /** Epoch and leader as this node knows them now. */
  readonly quorum: () => EpochAndLeader
  readonly isLeader: () => boolean
  readonly highWatermark: () => number
  /** A voter or observer has everything below an offset. */
  readonly onProgress: (replicaId: number, fetchOffset: number) => void
}

/** Answers fetches of the metadata log: at once when there is news, else when there is, or when their time is over. */
export class MetadataFetchServer {
  readonly #options: MetadataFetchServerOptions
  readonly #pending = new Set<PendingMetadataFetch>()

  constructor(options: MetadataFetchServerOptions) {
    this.#options = options
  }

  /** A fetch by a voter or an observer; `request` has one partition. */
  handle(request: FetchRequest, respond: Respond<FetchResponse>): void {
    const partition = request.topics[0]?.partitions[0]
    if (partition === undefined) return
    const { highWatermark, isLeader, onProgress, process, quorum } = this.#options
    const isFenced = partition.currentLeaderEpoch < quorum().epoch
    if (!isLeader() || isFenced) {
      respond(metadataFetchResponse(quorum(), {}, isLeader() ? 'FENCED_LEADER_EPOCH' : 'NOT_LEADER_OR_FOLLOWER'))
      return
    }
    const diverging = this.#divergence(partition.lastFetchedEpoch, partition.fetchOffset)
    if (diverging !== undefined) {
      respond(metadataFetchResponse(quorum(), { divergingEpoch: diverging, highWatermark: highWatermark() }))
      return
    }
    onProgress(request.replicaState?.replicaId ?? -1, partition.fetchOffset)
    const pending = { request, respond }
    if (this.#tryAnswer(pending)) return
    this.#pending.add(pending)
    process.after(request.maxWaitMs * microsPerMilli, () => {
      if (this.#pending.delete(pending)) this.#answer(pending)
    })
  }

  /** There are new records, or the high watermark has moved. */
  answerWaiting(): void {
    for (const pending of [...this.#pending]) if (this.#tryAnswer(pending)) this.#pending.delete(pending)
  }

  /** This node does not lead any more. */
  answerAll(): void {
    const waiting = [...this.#pending]
    this.#pending.clear()
    for (const pending of waiting) this.#answer(pending)
  }

  #tryAnswer(pending: PendingMetadataFetch): boolean {
    const partition = pending.request.topics[0]?.partitions[0]
    if (partition === undefined) return true
    const { highWatermark, log } = this.#options
    const isNews = log.logEndOffset > partition.fetchOffset || highWatermark() > (partition.highWatermark ?? -1)
    if (isNews) this.#answer(pending)
    return isNews
  }

  #answer({ request, respond }: PendingMetadataFetch): void {
    const { highWatermark, isLeader, log, quorum } = this.#options
    if (!isLeader()) {
      respond(metadataFetchResponse(quorum(), {}, 'NOT_LEADER_OR_FOLLOWER'))
      return
    }
    const fetchOffset = request.topics[0]?.partitions[0]?.fetchOffset ?? 0
    const { batches } = log.read(fetchOffset, metadataFetchMaxBytes, Number.POSITIVE_INFINITY)
    respond(metadataFetchResponse(quorum(), { highWatermark: highWatermark(), records: batches }))
  }

  #divergence(lastFetchedEpoch: number, fetchOffset: number): EpochEndOffset | undefined {
    const { log } = this.#options
    if (fetchOffset === 0 && lastFetchedEpoch <= 0) return undefined
    const end = log.endOffsetForEpoch(lastFetchedEpoch)
    if (end.epoch === lastFetchedEpoch && end.endOffset >= fetchOffset) return undefined
    return end.epoch < 0 ? { epoch: log.latestEpoch ?? 0, endOffset: Math.min(fetchOffset, log.logEndOffset) } : end
  }
}
