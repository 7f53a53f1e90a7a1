import type { RecordBatch } from '../record/record-batch.ts'
import type { AppendResult } from '../log/log-results.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import { NO_LEADER, type LeaderRecoveryState, type PartitionState } from '../metadata/metadata-record.ts'
import type { ClusterImage } from '../metadata/cluster-image.ts'
import type { AlterPartitionResponsePartitionData } from '../protocol/alter-partition.ts'
import { errorByCode, type ErrorName } from '../protocol/errors.ts'
import type { DelayedFetch } from './delayed-fetch.ts'
import type { DelayedProduce } from './delayed-produce.ts'
import { nextHighWatermark } from './high-watermark.ts'
import { RemoteReplica } from './remote-replica.ts'
import type { ReplicaView } from './replica-selector.ts'

/** What a partition needs of the broker that has it. */
export interface PartitionContext {
  readonly nodeId: number
  readonly lagTimeMaxMs: number
  readonly nowMs: () => number
  readonly image: ClusterImage
  readonly minIsrOf: (topic: string) => number
  /** Sends a proposed ISR to the controller. */
  readonly proposeIsr: (partition: Partition, isr: readonly number[], recovery: LeaderRecoveryState) => void
  readonly onHighWatermark: (partition: Partition, before: number, after: number) => void
  readonly onAppended: (partition: Partition, batch: RecordBatch | undefined) => void
}

/** What became of a partition's role when the metadata changed. */
export type RoleChange = 'became leader' | 'became follower' | 'unchanged'

/**
 * One replica on one broker (Partition): as leader it keeps the ISR and the high watermark, as follower it only has a log
 * that a fetcher fills.
 */
export class Partition {
  /** Topic and number, as Kafka writes it: `topic-0`. */
  readonly name: string
  readonly topic: string
  readonly topicId: string
  readonly partitionId: number
  readonly log: PartitionLog
  readonly delayedProduces = new Set<DelayedProduce>()
  readonly delayedFetches = new Set<DelayedFetch>()
  readonly #context: PartitionContext
  readonly #followers = new Map<number, RemoteReplica>()
  #state: PartitionState | undefined
  #isLeader = false
  #leaderEpochStartOffset = 0
  #proposedIsr: readonly number[] | undefined

  constructor(options: { readonly topic: string; readonly topicId: string; readonly partitionId: number; readonly log: PartitionLog; readonly context: PartitionContext }) {
    this.name = `${options.topic}-${options.partitionId}`
    this.topic = options.topic
    this.topicId = options.topicId
    this.partitionId = options.partitionId
    this.log = options.log
    this.#context = options.context
  }

  get isLeader(): boolean {
    return this.#isLeader
  }

  /** The replica is taken away (ReplicaManager.stopPartitions): whoever waits for it hears that it does not lead any more. */
  stop(): void {
    this.#isLeader = false
    this.completeProduces()
    this.completeFetches()
  }

  get leaderId(): number {
    return this.#state?.leader ?? NO_LEADER
  }

  get leaderEpoch(): number {
    return this.#state?.leaderEpoch ?? -1
  }

  get partitionEpoch(): number {
    return this.#state?.partitionEpoch ?? -1
  }

  /** The ISR that the controller has confirmed, as far as this broker knows. */
  get isr(): readonly number[] {
    return this.#state?.isr ?? []
  }

  get leaderEpochStartOffset(): number {
    return this.#leaderEpochStartOffset
  }

  /** ISR and, while a change is proposed, those that would be added by it; a shrink counts only once confirmed. */
  get maximalIsr(): readonly number[] {
    if (this.#proposedIsr === undefined) return this.isr
    return [...new Set([...this.isr, ...this.#proposedIsr])]
  }

  /** min.insync.replicas, at most the number of replicas. */
  get effectiveMinIsr(): number {
    return Math.min(this.#context.minIsrOf(this.topic), this.#state?.replicas.length ?? 1)
  }

  /** Takes over what the metadata log says of this partition (makeLeader, makeFollower). */
  applyState(state: PartitionState): RoleChange {
    if (state.partitionEpoch <= this.partitionEpoch) return 'unchanged'
    const isNewEpoch = state.leaderEpoch > this.leaderEpoch
    const wasLeader = this.#isLeader
    this.#state = state
    this.#isLeader = state.leader === this.#context.nodeId
    this.#proposedIsr = undefined
    if (this.#isLeader) this.#lead(state, isNewEpoch || !wasLeader)
    else this.#followers.clear()
    return isNewEpoch || wasLeader !== this.#isLeader ? (this.#isLeader ? 'became leader' : 'became follower') : 'unchanged'
  }

  /** Whether a request's idea of the leader epoch is the present one; −1 does not say. */
  checkLeaderEpoch(currentLeaderEpoch: number): ErrorName {
    if (currentLeaderEpoch < 0 || currentLeaderEpoch === this.leaderEpoch) return 'NONE'
    return currentLeaderEpoch < this.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH'
  }

  /** Appends what a client sent. @throws KafkaException when the batch is refused; DiskError */
  appendAsLeader(batch: RecordBatch, isFromClient = true): AppendResult {
    const result = this.log.appendAsLeader(batch, this.leaderEpoch, isFromClient)
    if (result.duplicate === undefined) {
      this.#context.onAppended(this, batch)
      this.incrementHighWatermark()
      this.completeFetches()
    }
    return result
  }

  /** A follower fetches from an offset. */
  onFollowerFetch(brokerId: number, brokerEpoch: number, fetchOffset: number, logStartOffset: number): void {
    const follower = this.#followers.get(brokerId)
    if (follower === undefined) return
    follower.logStartOffset = logStartOffset
    const before = follower.logEndOffset
    follower.onFetch(fetchOffset, brokerEpoch, this.log.logEndOffset, this.#context.nowMs())
    this.#expandIsr(follower)
    if (before !== follower.logEndOffset) this.incrementHighWatermark()
  }

  /** Replicas of the ISR that hold an offset, the leader first (ReplicaManager.findPreferredReadReplica). */
  readableAt(offset: number): readonly [ReplicaView, ...ReplicaView[]] {
    const { image, nodeId, nowMs } = this.#context
    const leader = { brokerId: nodeId, rack: image.broker(nodeId)?.rack ?? null, logEndOffset: this.log.logEndOffset, sinceCaughtUpMs: 0 }
    const others = [...this.#followers.values()].filter(({ brokerId, logEndOffset, logStartOffset }) => this.isr.includes(brokerId) && logEndOffset >= offset && logStartOffset <= offset)
    return [leader, ...others.map(({ brokerId, lastCaughtUpMs, logEndOffset }) => ({ brokerId, rack: image.broker(brokerId)?.rack ?? null, logEndOffset, sinceCaughtUpMs: nowMs() - lastCaughtUpMs }))]
  }

  /** Whether the broker is one of the followers. */
  hasFollower(brokerId: number): boolean {
    return this.#followers.has(brokerId)
  }

  /** Proposes to drop followers that have not caught up for replica.lag.time.max.ms (maybeShrinkIsr). */
  shrinkIsr(): void {
    if (!this.#isLeader || this.#proposedIsr !== undefined) return
    const nowMs = this.#context.nowMs()
    const isBehind = (brokerId: number): boolean => {
      const follower = this.#followers.get(brokerId)
      return follower !== undefined && !follower.isCaughtUp(this.log.logEndOffset, nowMs, this.#context.lagTimeMaxMs)
    }
    const remaining = this.isr.filter((brokerId) => !isBehind(brokerId))
    if (remaining.length < this.isr.length) this.#propose(remaining)
  }

  /** The controller's answer to a proposed ISR; returns whether the proposal should be sent again. */
  onIsrAnswer(data: AlterPartitionResponsePartitionData): boolean {
    if (this.#proposedIsr === undefined || this.#state === undefined) return false
    switch (errorByCode(data.errorCode).name) {
      case 'NONE':
        if (data.leaderEpoch !== this.leaderEpoch || data.partitionEpoch < this.partitionEpoch) return false
        this.#state = {
          ...this.#state,
          isr: data.isr,
          partitionEpoch: data.partitionEpoch,
          leaderRecoveryState: data.leaderRecoveryState === 1 ? 'RECOVERING' : 'RECOVERED',
        }
        this.#proposedIsr = undefined
        this.incrementHighWatermark()
        return false
      case 'OPERATION_NOT_ATTEMPTED':
      case 'INELIGIBLE_REPLICA':
        this.#proposedIsr = undefined
        return false
      case 'UNKNOWN_TOPIC_OR_PARTITION':
      case 'UNKNOWN_TOPIC_ID':
      case 'FENCED_LEADER_EPOCH':
      case 'INVALID_UPDATE_VERSION':
      case 'INVALID_REQUEST':
      case 'NEW_LEADER_ELECTED':
        return false
      default:
        return true
    }
  }

  /** The proposed ISR as it must be sent, with the followers' broker epochs. */
  isrWithEpochs(isr: readonly number[]): readonly { readonly brokerId: number; readonly brokerEpoch: number }[] {
    const { image, nodeId } = this.#context
    return isr.map((brokerId) => ({
      brokerId,
      brokerEpoch: brokerId === nodeId ? (image.broker(brokerId)?.epoch ?? -1) : (this.#followers.get(brokerId)?.brokerEpoch ?? -1),
    }))
  }

  /** Moves the high watermark if it can, and completes what waited for it. */
  incrementHighWatermark(): void {
    if (!this.#isLeader) return
    const { image, lagTimeMaxMs, nodeId } = this.#context
    const before = this.log.highWatermark
    const nowMs = this.#context.nowMs()
    const maximal = this.maximalIsr
    const after = nextHighWatermark({
      logEndOffset: this.log.logEndOffset,
      highWatermark: before,
      isrSize: this.isr.length,
      minIsr: this.effectiveMinIsr,
      followers: this.#followers.values(),
      isInMaximalIsr: (brokerId) => brokerId === nodeId || maximal.includes(brokerId),
      isAboutToJoin: (follower) => follower.isCaughtUp(this.log.logEndOffset, nowMs, lagTimeMaxMs) && image.isActive(follower.brokerId),
    })
    if (after <= before) return
    this.log.updateHighWatermark(after)
    this.#context.onHighWatermark(this, before, after)
    this.completeProduces()
    this.completeFetches()
  }

  /** Lets produce requests that wait here see whether they are done. */
  completeProduces(): void {
    if (this.delayedProduces.size === 0) return
    for (const delayed of [...this.delayedProduces]) delayed.tryComplete()
  }

  /** Lets fetch requests that wait here see whether there is enough for them. */
  completeFetches(): void {
    if (this.delayedFetches.size === 0) return
    for (const delayed of [...this.delayedFetches]) delayed.tryComplete()
  }

  #lead(state: PartitionState, isNewLeader: boolean): void {
    const nowMs = this.#context.nowMs()
    for (const brokerId of [...this.#followers.keys()]) if (!state.replicas.includes(brokerId)) this.#followers.delete(brokerId)
    for (const brokerId of state.replicas) {
      if (brokerId === this.#context.nodeId) continue
      const known = this.#followers.get(brokerId)
      const follower = known ?? new RemoteReplica(brokerId)
      this.#followers.set(brokerId, follower)
      if (isNewLeader || known === undefined) follower.reset(nowMs, state.isr.includes(brokerId), this.log.logEndOffset)
    }
    if (isNewLeader) {
      this.#leaderEpochStartOffset = this.log.logEndOffset
      this.log.epochs.assign(state.leaderEpoch, this.log.logEndOffset)
    }
    this.incrementHighWatermark()
  }

  #expandIsr(follower: RemoteReplica): void {
    const { image } = this.#context
    const { brokerId } = follower
    if (this.#proposedIsr !== undefined || this.isr.includes(brokerId)) return
    if (follower.logEndOffset < this.log.highWatermark || follower.logEndOffset < this.#leaderEpochStartOffset) return
    const registration = image.broker(brokerId)
    const isThisLife = follower.brokerEpoch === -1 || registration?.epoch === follower.brokerEpoch
    if (image.isActive(brokerId) && isThisLife) this.#propose([...this.isr, brokerId])
  }

  #propose(isr: readonly number[]): void {
    this.#proposedIsr = [...isr].sort((left, right) => left - right)
    this.#context.proposeIsr(this, this.#proposedIsr, 'RECOVERED')
  }
}
