import { appendRun } from '../../ledger/record-runs.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { EMPTY_BATCH, fillWithEqualRecords, type BatchFill } from '../record/batch-room.ts'
import { NO_OFFSET, NO_PRODUCER_EPOCH, NO_PRODUCER_ID, NO_SEQUENCE, type Codec, type RecordBatch } from '../record/record-batch.ts'
import type { RecordShape } from '../record/record-size.ts'
import { incrementSequence, lastSequence } from '../record/sequence.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { RecordFailures } from './record-failures.ts'

/** What became of a run of records that was sent. `offset` is that of the first record; -1 where the broker gave none. */
export type SendResult =
  | { readonly kind: 'acknowledged'; readonly run: RecordRun; readonly topic: string; readonly partition: number; readonly offset: number }
  | { readonly kind: 'failed'; readonly run: RecordRun; readonly topic: string; readonly partition: number; readonly error: KafkaException }

/** Called once for each part of a run that shares its fate. */
export type SendCallback = (result: SendResult) => void

/** A producer's id and epoch. */
export interface ProducerIdAndEpoch {
  readonly producerId: number
  readonly epoch: number
}

/** Nobody's id. */
export const noProducerIdAndEpoch: ProducerIdAndEpoch = { producerId: NO_PRODUCER_ID, epoch: NO_PRODUCER_EPOCH }

/** Where a batch belongs, and when and with how much memory it was made. */
export interface BatchOrigin {
  readonly topic: string
  readonly partition: number
  readonly createdMicros: number
  /** Bytes taken from the producer's buffer; also the size at which it is full. */
  readonly allocatedBytes: number
  readonly isSplit: boolean
}

interface Thunk {
  readonly callback: SendCallback
  run: RecordRun
}

/** Records of one partition that travel together (Kafka's ProducerBatch). Its records are one run after the other. */
export class ProducerBatch {
  readonly origin: BatchOrigin
  /** Name of the partition as Kafka writes it: `topic-0`. */
  readonly topicPartition: string
  attempts = 0
  lastAttemptMicros: number
  /** Set while it has been put back at least once. */
  inRetry = false
  isMemoryFreed = false
  /** The back-off drawn for the attempt that it waits for. */
  backoffMicros: number | undefined
  producer: ProducerIdAndEpoch = noProducerIdAndEpoch
  baseSequence = NO_SEQUENCE
  hasSequenceBeenReset = false
  /** Its size once it was compressed. */
  wireBytes: number | undefined
  #fill: BatchFill = EMPTY_BATCH
  #firstTimestampMs = 0
  #maxTimestampMs = 0
  #runs: RecordRun[] = []
  #thunks: Thunk[] = []
  #isClosed = false
  #isDone = false
  #leaderEpoch = -1
  #attemptsWhenLeaderLastChanged = -1

  constructor(origin: BatchOrigin) {
    this.origin = origin
    this.topicPartition = `${origin.topic}-${String(origin.partition)}`
    this.lastAttemptMicros = origin.createdMicros
  }

  get recordCount(): number {
    return this.#fill.recordCount
  }

  /** Bytes as they would be written now (estimatedSizeInBytes; uncompressed). */
  get sizeInBytes(): number {
    return this.#fill.sizeInBytes
  }

  get fill(): BatchFill {
    return this.#fill
  }

  get runs(): readonly RecordRun[] {
    return this.#runs
  }

  get timestampMs(): number {
    return this.#firstTimestampMs
  }

  get maxTimestampMs(): number {
    return this.#maxTimestampMs
  }

  get hasSequence(): boolean {
    return this.baseSequence !== NO_SEQUENCE
  }

  get lastSequence(): number {
    return lastSequence(this.baseSequence, this.recordCount)
  }

  /** No record more will go into it. */
  get isFull(): boolean {
    return this.#isClosed || (this.recordCount > 0 && this.sizeInBytes >= this.origin.allocatedBytes)
  }

  /** Whether its callbacks were called. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** Appends as many records of a run of one shape as fit, up to `countMax`; closes itself when not all of those fit. */
  append(run: RecordRun, shape: RecordShape, timestampMs: number, callback: SendCallback): number {
    if (this.#isClosed) return 0
    if (this.recordCount === 0) this.#firstTimestampMs = timestampMs
    const before = this.recordCount
    this.#fill = fillWithEqualRecords(this.#fill, this.origin.allocatedBytes, shape, run.count, timestampMs - this.#firstTimestampMs)
    const taken = this.recordCount - before
    if (taken > 0) this.#take({ first: run.first, count: taken }, timestampMs, callback)
    if (taken < run.count) this.#isClosed = true
    return taken
  }

  /** Takes no more records. */
  closeForAppends(): void {
    this.#isClosed = true
  }

  /** Gives it its place in the partition's sequence. */
  setProducerState(producer: ProducerIdAndEpoch, baseSequence: number): void {
    this.producer = producer
    this.baseSequence = baseSequence
  }

  /** Gives it another place after an epoch bump. */
  resetProducerState(producer: ProducerIdAndEpoch, baseSequence: number): void {
    this.setProducerState(producer, baseSequence)
    this.hasSequenceBeenReset = true
  }

  /** It goes back to the queue for another attempt. */
  reenqueued(nowMicros: number): void {
    this.attempts++
    this.lastAttemptMicros = nowMicros
    this.backoffMicros = undefined
    this.inRetry = true
  }

  /** Notes the leader's epoch, so that a retry to a new leader need not wait (KIP-951). */
  noteLeaderEpoch(leaderEpoch: number): void {
    if (leaderEpoch <= this.#leaderEpoch) return
    this.#leaderEpoch = leaderEpoch
    this.#attemptsWhenLeaderLastChanged = this.attempts
  }

  /** Whether the leader has changed since its last attempt. */
  get hasLeaderChangedForRetry(): boolean {
    return this.attempts >= 1 && this.attempts === this.#attemptsWhenLeaderLastChanged
  }

  /** The batch as it goes on the wire, with its size there. */
  toRecordBatch(codec: Codec, sizeInBytes: number): RecordBatch {
    return {
      baseOffset: 0,
      lastOffset: this.recordCount - 1,
      partitionLeaderEpoch: -1,
      producerId: this.producer.producerId,
      producerEpoch: this.producer.epoch,
      baseSequence: this.baseSequence,
      recordCount: this.recordCount,
      sizeInBytes,
      firstTimestampMs: this.#firstTimestampMs,
      maxTimestampMs: this.#maxTimestampMs,
      isControl: false,
      isTransactional: false,
      codec,
      runs: this.#runs,
    }
  }

  /** Its callbacks hear of success; `baseOffset` may be {@link NO_OFFSET}. Returns false when it was done before. */
  complete(baseOffset: number): boolean {
    return this.#finish((run, position) => ({
      kind: 'acknowledged', run, topic: this.origin.topic, partition: this.origin.partition,
      offset: baseOffset === NO_OFFSET ? NO_OFFSET : baseOffset + position,
    }))
  }

  /** Its callbacks hear of failure, of one for all records or of one for each. Returns false when it was done before. */
  fail(failure: KafkaException | RecordFailures): boolean {
    const { topic, partition } = this.origin
    if (failure instanceof KafkaException) return this.#finish((run) => ({ kind: 'failed', run, topic, partition, error: failure }))
    this.#thunks = this.#thunks.flatMap(({ callback, run }) => Array.from({ length: run.count }, (_, index) => ({ callback, run: { first: run.first + index, count: 1 } })))
    return this.#finish((run, position) => ({ kind: 'failed', run, topic, partition, error: failure(position) }))
  }

  /** The records with their callbacks, to be put into smaller batches; this one is done without a word. */
  takeApart(): readonly { readonly run: RecordRun; readonly callback: SendCallback }[] {
    this.#isDone = true
    return this.#thunks
  }

  /** The sequence after its last record. */
  get nextSequence(): number {
    return incrementSequence(this.baseSequence, this.recordCount)
  }

  #take(run: RecordRun, timestampMs: number, callback: SendCallback): void {
    this.#maxTimestampMs = this.#runs.length === 0 ? timestampMs : Math.max(this.#maxTimestampMs, timestampMs)
    appendRun(this.#runs, run)
    const last = this.#thunks[this.#thunks.length - 1]
    if (last?.callback === callback && last.run.first + last.run.count === run.first) {
      last.run = { first: last.run.first, count: last.run.count + run.count }
    } else this.#thunks.push({ callback, run })
  }

  #finish(result: (run: RecordRun, position: number) => SendResult): boolean {
    if (this.#isDone) return false
    this.#isDone = true
    let position = 0
    for (const thunk of this.#thunks) {
      thunk.callback(result(thunk.run, position))
      position += thunk.run.count
    }
    return true
  }
}
