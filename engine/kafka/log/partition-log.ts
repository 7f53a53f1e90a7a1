import type { Process, Timer } from '../../sim/process.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { withOffsets } from '../record/record-batch.ts'
import { checkBatch } from './append-validation.ts'
import { checkProducer } from './producer-check.ts'
import type { AppendResult, LogRead } from './log-results.ts'
import { LeaderEpochCache, type EpochEndOffset } from './leader-epoch-cache.ts'
import { type LogConfig, unlimited } from './log-config.ts'
import type { LogFiles, SegmentFile } from './log-files.ts'
import { batchIndexOf, segmentIndexOf } from './log-search.ts'
import { largestTimestampMs, shouldRoll } from './segment-age.ts'
import { ProducerStates } from './producer-states.ts'
import { TransactionIndex } from './transaction-index.ts'

/** What a log is opened with. */
export interface PartitionLogOptions {
  readonly files: LogFiles
  readonly topicPartition: string
  readonly config: LogConfig
  readonly process: Process
  readonly nowMs: () => number
  /** Batches were cut off or deleted; the owner accounts for them. */
  readonly onRemoved: (batches: readonly RecordBatch[], fate: 'lost' | 'expired', cause: string) => void
}

/**
 * A log as the process of a broker has it open (UnifiedLog): segments on the disk, and in memory the end offset, the high
 * watermark, leader epochs and producers' states, all of which are rebuilt when a log is opened.
 */
export class PartitionLog {
  readonly topicPartition: string
  readonly files: LogFiles
  readonly epochs = new LeaderEpochCache()
  readonly producers: ProducerStates
  readonly transactions = new TransactionIndex()
  config: LogConfig
  readonly #options: PartitionLogOptions
  #active: SegmentFile
  #logEndOffset: number
  #highWatermark = 0
  #unflushedMessages = 0
  #flushTimer: Timer | undefined

  /** Opens a log; what the last life of the broker left on the disk is read again. */
  constructor(options: PartitionLogOptions) {
    this.#options = options
    this.files = options.files
    this.config = options.config
    this.topicPartition = options.topicPartition
    this.producers = new ProducerStates(options.topicPartition)
    this.#active = this.#lastSegment()
    this.#logEndOffset = this.#active.baseOffset
    this.#rebuild()
    this.#highWatermark = this.logStartOffset
  }

  get logStartOffset(): number {
    return this.files.startOffset
  }

  /** Offset that the next record will get. */
  get logEndOffset(): number {
    return this.#logEndOffset
  }

  get highWatermark(): number {
    return this.#highWatermark
  }

  /** First offset that read_committed readers may not see. */
  get lastStableOffset(): number {
    return Math.max(this.logStartOffset, Math.min(this.#highWatermark, this.transactions.firstUnstableOffset(this.#highWatermark)))
  }

  get latestEpoch(): number | undefined {
    return this.epochs.latestEpoch
  }

  get sizeInBytes(): number {
    return this.files.segments.reduce((bytes, { file }) => bytes + file.lengthBytes, 0)
  }

  /** Sets the high watermark, kept within the log; returns what it became. */
  updateHighWatermark(offset: number): number {
    this.#highWatermark = Math.max(this.logStartOffset, Math.min(offset, this.#logEndOffset))
    return this.#highWatermark
  }

  /**
   * Appends as leader: gives the batch its offsets and epoch.
   * @throws KafkaException when the batch is refused; DiskError when the disk is full or lost
   */
  appendAsLeader(batch: RecordBatch, leaderEpoch: number, isFromClient = true): AppendResult {
    const { config } = this
    const nowMs = this.#options.nowMs()
    if (isFromClient) checkBatch(batch, { config, topicPartition: this.topicPartition, nowMs })
    if (batch.producerId >= 0) {
      const duplicate = batch.isControl ? undefined : this.producers.findDuplicate(batch)
      if (duplicate !== undefined) return { ...duplicate, duplicate }
      checkProducer(batch, this.#logEndOffset, this)
    }
    const stamped = config.isLogAppendTime && !batch.isControl ? { ...batch, firstTimestampMs: nowMs, maxTimestampMs: nowMs, recordTimestampsMs: undefined } : batch
    const placed = withOffsets(stamped, this.#logEndOffset, leaderEpoch)
    this.#append(placed)
    return { baseOffset: placed.baseOffset, lastOffset: placed.lastOffset, duplicate: undefined }
  }

  /** Appends a batch as the leader has it. @throws DiskError when the disk is full or lost; RangeError when it does not fit on */
  appendAsFollower(batch: RecordBatch): void {
    if (batch.baseOffset < this.#logEndOffset) {
      throw new RangeError(`${this.topicPartition}: batch at ${batch.baseOffset} does not fit on a log that ends at ${this.#logEndOffset}`)
    }
    this.#append(batch)
  }

  /** Where an epoch ended in this log. */
  endOffsetForEpoch(epoch: number): EpochEndOffset {
    return this.epochs.endOffsetFor(epoch, this.#logEndOffset)
  }

  /** Batches from the one that holds an offset on: at least one, then up to `maxBytes`, none that begins at `endOffset` or later. */
  read(offset: number, maxBytes: number, endOffset: number): LogRead {
    const batches: RecordBatch[] = []
    let sizeInBytes = 0
    let coldBytes = 0
    const { segments } = this.files
    for (let index = segmentIndexOf(segments, offset); index < segments.length; index++) {
      const file = segments[index]?.file
      const entries = file?.entries ?? []
      for (let position = batchIndexOf(entries, offset); position < entries.length; position++) {
        const batch = entries[position]
        if (batch === undefined || batch.baseOffset >= endOffset) return { batches, sizeInBytes, coldBytes }
        if (batches.length > 0 && sizeInBytes + batch.sizeInBytes > maxBytes) return { batches, sizeInBytes, coldBytes }
        batches.push(batch)
        sizeInBytes += batch.sizeInBytes
        if (file?.isCold(position) === true) coldBytes += batch.sizeInBytes
      }
    }
    return { batches, sizeInBytes, coldBytes }
  }

  /** Cuts the log off at an offset; `cause` is for the records that go. */
  truncateTo(offset: number, cause: string): void {
    if (offset >= this.#logEndOffset) return
    const removed: RecordBatch[] = []
    for (const segment of [...this.files.segments].reverse()) {
      if (segment.baseOffset >= offset && segment.baseOffset > this.logStartOffset) removed.unshift(...this.files.removeSegment(segment))
      else {
        removed.unshift(...segment.file.truncate(batchIndexOf(segment.file.entries, offset)))
        segment.index.rebuild(segment.file.entries, this.config)
        break
      }
    }
    this.#rebuild()
    this.#highWatermark = Math.min(this.#highWatermark, this.#logEndOffset)
    if (removed.length > 0) this.#options.onRemoved(removed, 'lost', cause)
  }

  /** Drops everything and begins again at an offset (truncateFullyAndStartAt). */
  restartAt(offset: number, cause: string): void {
    const removed: RecordBatch[] = []
    for (const segment of [...this.files.segments]) removed.push(...this.files.removeSegment(segment))
    this.files.startOffset = offset
    this.files.addSegment(offset, this.#options.nowMs())
    this.#rebuild()
    this.#highWatermark = offset
    if (removed.length > 0) this.#options.onRemoved(removed, 'lost', cause)
  }

  /** Raises the log start offset: records below it are gone for readers; their segments go with the next retention pass. */
  raiseLogStartOffset(offset: number, cause: string): void {
    const before = this.logStartOffset
    const after = Math.min(offset, this.#logEndOffset)
    if (after <= before) return
    const removed = this.read(before, Number.POSITIVE_INFINITY, after).batches.filter(({ lastOffset }) => lastOffset >= before && lastOffset < after)
    this.files.startOffset = after
    this.epochs.truncateFromStart(after)
    if (removed.length > 0) this.#options.onRemoved(removed, 'expired', cause)
  }

  /** Deletes old segments as retention says (deleteOldSegments); returns how many. */
  deleteOldSegments(): number {
    const { config } = this
    const { logStartOffset } = this
    const removed: RecordBatch[] = []
    let deleted = 0
    const deleteWhile = (matches: (segment: SegmentFile) => boolean): void => {
      for (;;) {
        const first = this.files.segments[0]
        if (first === undefined || !this.#mayDelete(first) || !matches(first)) return
        if (first === this.#active) this.roll()
        removed.push(...this.#deleteSegment(first))
        deleted++
      }
    }
    const nowMs = this.#options.nowMs()
    deleteWhile((segment) => this.#endOf(segment) <= logStartOffset && segment !== this.#active)
    if (config.isDeleted && config.retentionBytes >= 0) {
      deleteWhile(({ file }) => this.sizeInBytes - config.retentionBytes >= file.lengthBytes)
    }
    if (config.isDeleted && config.retentionMs >= 0) {
      deleteWhile((segment) => nowMs - largestTimestampMs(segment) > config.retentionMs)
    }
    const readable = removed.filter(({ lastOffset }) => lastOffset >= logStartOffset)
    if (deleted > 0) this.epochs.truncateFromStart(this.logStartOffset)
    if (readable.length > 0) this.#options.onRemoved(readable, 'expired', 'deleted by retention (retention.ms, retention.bytes)')
    return deleted
  }

  /** Starts a new segment and flushes the old one in the background, as Kafka does (UnifiedLog.roll). */
  roll(): void {
    const old = this.#active
    this.#active = this.files.addSegment(this.#logEndOffset, this.#options.nowMs())
    if (old.file.dirtyBytes > 0) old.file.sync(this.#options.process, () => undefined)
  }

  /** fsync of everything appended so far. */
  flush(done: () => void): void {
    this.#unflushedMessages = 0
    this.#options.process.cancel(this.#flushTimer)
    this.#flushTimer = undefined
    const dirty = this.files.segments.filter(({ file }) => file.dirtyBytes > 0)
    let waiting = dirty.length
    if (waiting === 0) {
      done()
      return
    }
    for (const { file } of dirty) {
      file.sync(this.#options.process, () => {
        if (--waiting === 0) done()
      })
    }
  }

  #append(batch: RecordBatch): void {
    if (shouldRoll(this.#active, batch, this.config)) this.roll()
    this.#active.file.append(batch, batch.sizeInBytes)
    this.#active.index.note(batch, this.config)
    this.#note(batch)
    this.#flushIfDue(batch.recordCount)
  }

  #note(batch: RecordBatch): void {
    this.#logEndOffset = batch.lastOffset + 1
    this.epochs.assign(batch.partitionLeaderEpoch, batch.baseOffset)
    this.transactions.note(batch, this.#highWatermark)
    this.producers.update(batch)
  }

  #flushIfDue(messages: number): void {
    const { flushMessages, flushMs } = this.config
    this.#unflushedMessages += messages
    if (this.#unflushedMessages >= flushMessages) this.flush(() => undefined)
    else if (flushMs < unlimited && this.#flushTimer === undefined) {
      this.#flushTimer = this.#options.process.after(flushMs * 1000, () => { this.flush(() => undefined) })
    }
  }

  #mayDelete(segment: SegmentFile): boolean {
    return this.#endOf(segment) <= this.#highWatermark && !(segment === this.#active && segment.file.entries.length === 0)
  }

  #endOf(segment: SegmentFile): number {
    return this.files.segments[this.files.segments.indexOf(segment) + 1]?.baseOffset ?? this.#logEndOffset
  }

  #deleteSegment(segment: SegmentFile): readonly RecordBatch[] {
    const removed = this.files.removeSegment(segment)
    const first = this.files.segments[0]
    this.files.startOffset = Math.max(this.files.startOffset, first?.baseOffset ?? this.#logEndOffset)
    return removed
  }

  #lastSegment(): SegmentFile {
    const { segments } = this.files
    return segments[segments.length - 1] ?? this.files.addSegment(this.files.startOffset, this.#options.nowMs())
  }

  /** Reads the segments again: end offset, epochs, producers, transactions. A gap left by the hardware ends the log there. */
  #rebuild(): void {
    this.epochs.clear()
    this.producers.clear()
    this.transactions.clear()
    let expected = this.files.segments[0]?.baseOffset ?? this.files.startOffset
    for (const segment of [...this.files.segments]) {
      if (segment.baseOffset > expected) {
        this.#options.onRemoved(this.files.removeSegment(segment), 'lost', 'log recovery: behind a gap that the power loss left')
        continue
      }
      segment.file.repairTornTail()
      this.#logEndOffset = segment.baseOffset
      for (const batch of segment.file.entries) this.#note(batch)
      expected = this.#logEndOffset
    }
    this.#active = this.#lastSegment()
    if (this.files.segments.length === 1 && this.#active.file.entries.length === 0) this.#logEndOffset = this.#active.baseOffset
  }
}
