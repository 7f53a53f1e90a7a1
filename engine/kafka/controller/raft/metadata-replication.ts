import type { Process } from '../../../sim/process.ts'
import type { PartitionLog } from '../../log/partition-log.ts'
import { metadataBatch, type MetadataBatch, type MetadataRecord, metadataRecordsOf } from '../../metadata/metadata-record.ts'
import { BatchAccumulator } from './batch-accumulator.ts'
import { LeaderProgress } from './leader-progress.ts'
import type { QuorumListener } from './quorum-types.ts'

/** What the replication of the metadata log works with. */
export interface MetadataReplicationOptions {
  readonly nodeId: number
  readonly voters: readonly number[]
  readonly process: Process
  readonly log: PartitionLog
  readonly lingerMs: number
  readonly nowMs: () => number
  readonly listeners: readonly QuorumListener[]
  /** There are new records, or the high watermark has moved. */
  readonly onNews: () => void
}

/** The metadata log on one node: appended to by a leader, committed by a majority, handed to the listeners in order. */
export class MetadataReplication {
  readonly #options: MetadataReplicationOptions
  #leaderEpoch: number | undefined
  #progress: LeaderProgress | undefined
  #accumulator: BatchAccumulator | undefined
  #highWatermark = 0
  #appliedOffset = 0
  #isActive = false

  constructor(options: MetadataReplicationOptions) {
    this.#options = options
  }

  /** Records below this offset are committed, as far as this node knows. */
  get highWatermark(): number {
    return this.#highWatermark
  }

  /** What a leader knows of the voters. */
  get progress(): LeaderProgress | undefined {
    return this.#progress
  }

  /** Offset that the next scheduled record will get. */
  get nextOffset(): number {
    return this.#accumulator?.nextOffset ?? this.#options.log.logEndOffset
  }

  /** This node leads: it begins its epoch with a record of its own, whose commit will make it active. */
  lead(epoch: number): void {
    const { lingerMs, log, nodeId, nowMs, process, voters } = this.#options
    this.#leaderEpoch = epoch
    this.#progress = new LeaderProgress({ leaderId: nodeId, voters, epochStartOffset: log.logEndOffset, highWatermark: this.#highWatermark, nowMs: nowMs() })
    this.#accumulator = new BatchAccumulator(process, lingerMs, log.logEndOffset + 1, (records) => { this.#append(epoch, records) })
    this.#append(epoch, [{ type: 'LeaderChangeMessage', leaderId: nodeId }])
  }

  /** This node does not lead any more; what was not appended yet is dropped. Returns whether it had been active. */
  stopLeading(): boolean {
    const wasActive = this.#isActive
    this.#accumulator?.close()
    this.#leaderEpoch = undefined
    this.#progress = undefined
    this.#accumulator = undefined
    this.#isActive = false
    return wasActive
  }

  /** Adds records to the leader's log; returns the offset of the last one. @throws RangeError when this node does not lead */
  scheduleAppend(records: readonly MetadataRecord[]): number {
    if (this.#accumulator === undefined) throw new RangeError(`node ${this.#options.nodeId} does not lead the quorum`)
    return this.#accumulator.add(records)
  }

  /** A replica has everything below an offset on its disk. */
  onProgress(replicaId: number, endOffset: number): void {
    if (this.#progress?.update(replicaId, endOffset, this.#options.nowMs()) === true) this.advance(this.#progress.highWatermark)
  }

  /** The high watermark is known to have come so far: hands over what is committed now. */
  advance(highWatermark: number): void {
    const { listeners, log, onNews } = this.#options
    const next = Math.min(highWatermark, log.logEndOffset)
    if (next <= this.#highWatermark) return
    this.#highWatermark = log.updateHighWatermark(next)
    for (const batch of log.read(this.#appliedOffset, Number.POSITIVE_INFINITY, this.#highWatermark).batches) {
      if (batch.lastOffset >= this.#highWatermark || batch.lastOffset < this.#appliedOffset) continue
      this.#appliedOffset = batch.lastOffset + 1
      // Only metadata batches are appended to this log.
      for (const listener of listeners) listener.onCommit(batch as MetadataBatch)
    }
    onNews()
    if (this.#leaderEpoch === undefined || this.#isActive || this.#progress?.isEpochCommitted !== true) return
    this.#isActive = true
    for (const listener of listeners) listener.onLeader(this.#leaderEpoch)
  }

  /** Calls back for every committed record that this node has, from the first on. */
  replayCommitted(visit: (record: MetadataRecord, offset: number) => void): void {
    for (const batch of this.#options.log.read(0, Number.POSITIVE_INFINITY, this.#appliedOffset).batches) {
      let offset = batch.baseOffset
      for (const record of metadataRecordsOf(batch)) visit(record, offset++)
    }
  }

  #append(epoch: number, records: readonly MetadataRecord[]): void {
    const { log, nodeId, nowMs, onNews } = this.#options
    log.appendAsLeader(metadataBatch(records, nowMs()), epoch, false)
    onNews()
    const flushedTo = log.logEndOffset
    log.flush(() => { if (this.#leaderEpoch === epoch) this.onProgress(nodeId, flushedTo) })
  }
}
