import type { KafkaException } from '../protocol/kafka-exception.ts'
import type { ProtocolError } from '../protocol/errors.ts'
import { incrementSequence } from '../record/sequence.ts'
import { noProducerIdAndEpoch, type ProducerBatch, type ProducerIdAndEpoch } from './producer-batch.ts'

/** Largest epoch (Short.MAX_VALUE); after it the producer asks for a new id. */
const epochMax = 32767

/** What the producer keeps of one partition's sequence (Kafka's TxnPartitionEntry). */
class PartitionSequence {
  producer: ProducerIdAndEpoch
  nextSequence = 0
  lastAcked = -1
  lastAckedOffset = -1
  inFlight: ProducerBatch[] = []

  constructor(producer: ProducerIdAndEpoch) {
    this.producer = producer
  }

  startAtBeginning(producer: ProducerIdAndEpoch): void {
    let sequence = 0
    for (const batch of this.inFlight) {
      batch.resetProducerState(producer, sequence)
      sequence = incrementSequence(sequence, batch.recordCount)
    }
    this.producer = producer
    this.nextSequence = sequence
    this.lastAcked = -1
  }
}

/** What a partition's response says, as far as sequences need it. */
export interface SequenceResponse {
  readonly error: ProtocolError
  readonly logStartOffset: number
}

/**
 * Sequences of an idempotent producer (the non-transactional part of Kafka's TransactionManager): it numbers batches as
 * they are drained, holds new batches back while it does not know what became of old ones, and raises its epoch itself
 * when a gap is certain.
 */
export class IdempotentState {
  #producer: ProducerIdAndEpoch = noProducerIdAndEpoch
  readonly #partitions = new Map<string, PartitionSequence>()
  /** Partitions with a batch that expired in flight, and its last sequence. */
  readonly #unresolved = new Map<string, number>()
  readonly #toRewrite = new Set<string>()
  #isBumpRequired = false
  /** A transactional producer gets its epochs from the coordinator, and never raises them itself. */
  readonly isTransactional: boolean
  readonly #log: (level: 'INFO' | 'ERROR', message: string) => void

  constructor(log: (level: 'INFO' | 'ERROR', message: string) => void, isTransactional = false) {
    this.isTransactional = isTransactional
    this.#log = log
  }

  get producer(): ProducerIdAndEpoch {
    return this.#producer
  }

  get hasProducerId(): boolean {
    return this.#producer.producerId >= 0
  }

  /** The broker has given an id. */
  setProducer(producer: ProducerIdAndEpoch): void {
    this.#producer = producer
    this.#log('INFO', `ProducerId set to ${String(producer.producerId)} with epoch ${String(producer.epoch)}`)
  }

  /** Whether a batch must stay in its queue for now (RecordAccumulator.shouldStopDrainBatchesForPartition). */
  mustWait(batch: ProducerBatch): boolean {
    if (!this.hasProducerId) return true
    const entry = this.#entry(batch)
    if (!batch.hasSequence) {
      if (entry.inFlight.length > 0 && this.#isStale(entry)) return true
      if (this.#unresolved.has(batch.topicPartition)) return true
    }
    const first = entry.inFlight[0]
    return first !== undefined && batch.hasSequence && batch.baseSequence !== first.baseSequence
  }

  /** Numbers a batch that is about to be sent, unless it has its number from an earlier attempt. */
  assignSequence(batch: ProducerBatch): void {
    if (batch.hasSequence) return
    const entry = this.#entry(batch)
    if (this.#isStale(entry) && entry.inFlight.length === 0) entry.startAtBeginning(this.#producer)
    batch.setProducerState(this.#producer, entry.nextSequence)
    entry.nextSequence = batch.nextSequence
    this.addInFlight(batch)
  }

  /** Counts a numbered batch as in flight. */
  addInFlight(batch: ProducerBatch): void {
    const entry = this.#entry(batch)
    entry.inFlight.push(batch)
    entry.inFlight.sort((left, right) => left.baseSequence - right.baseSequence)
  }

  /** A batch was split: its parts take its place. */
  removeInFlight(batch: ProducerBatch): void {
    const entry = this.#entry(batch)
    entry.inFlight = entry.inFlight.filter((other) => other !== batch)
  }

  /** A batch was acknowledged. */
  completed(batch: ProducerBatch, baseOffset: number): void {
    const entry = this.#entry(batch)
    if (batch.lastSequence > entry.lastAcked) entry.lastAcked = batch.lastSequence
    if (baseOffset >= 0) entry.lastAckedOffset = Math.max(entry.lastAckedOffset, baseOffset + batch.recordCount - 1)
    this.removeInFlight(batch)
  }

  /** A batch failed for good. `mayAdjust`: it is certain that the broker has not taken it. */
  failed(batch: ProducerBatch, error: KafkaException, mayAdjust: boolean): void {
    this.removeInFlight(batch)
    if (error.className.endsWith('.OutOfOrderSequenceException')) {
      this.#log('ERROR', `The broker returned ${error.className}: ${error.message} for topic-partition ${batch.topicPartition} with producerId `
        + `${String(batch.producer.producerId)}, epoch ${String(batch.producer.epoch)}, and sequence number ${String(batch.baseSequence)}`)
      this.#requestBump(batch.topicPartition)
    } else if (error.className.endsWith('.UnknownProducerIdException')) this.#entry(batch).startAtBeginning(this.#producer)
    else if (mayAdjust) this.#requestBump(batch.topicPartition)
  }

  /** Nobody knows whether the broker has an expired batch: nothing new goes out for the partition until that is clear. */
  markUnresolved(batch: ProducerBatch): void {
    const next = batch.nextSequence
    this.#unresolved.set(batch.topicPartition, Math.max(this.#unresolved.get(batch.topicPartition) ?? 0, next))
  }

  /** Whether a batch that got this error may be sent again (TransactionManager.canRetry). */
  canRetry(batch: ProducerBatch, response: SequenceResponse): boolean {
    const { name, retriable } = response.error
    const entry = this.#entry(batch)
    if (name === 'UNKNOWN_PRODUCER_ID') {
      if (response.logStartOffset === -1) return false
      if (!batch.hasSequenceBeenReset) this.#requestBump(batch.topicPartition)
      return true
    }
    if (name !== 'OUT_OF_ORDER_SEQUENCE_NUMBER') return retriable
    const unresolved = this.#unresolved.get(batch.topicPartition)
    if (unresolved === undefined && (batch.hasSequenceBeenReset || batch.baseSequence !== entry.lastAcked + 1)) return true
    if (unresolved === undefined || batch.baseSequence === unresolved) this.#requestBump(batch.topicPartition)
    return true
  }

  /** Looks whether partitions with expired batches have become clear (maybeResolveSequences). */
  resolveSequences(): void {
    for (const topicPartition of [...this.#unresolved.keys()]) {
      const entry = this.#partitions.get(topicPartition)
      if (entry === undefined || entry.inFlight.length > 0) continue
      if (entry.nextSequence !== entry.lastAcked + 1) {
        this.#log('INFO', `No inflight batches remaining for ${topicPartition}, last ack'd sequence for partition is ${String(entry.lastAcked)}, `
          + `next sequence is ${String(entry.nextSequence)}. Going to bump epoch and reset sequence numbers.`)
        this.#requestBump(topicPartition)
      }
      this.#unresolved.delete(topicPartition)
    }
  }

  /** Raises the epoch if that was found necessary; partitions concerned start again at sequence 0. */
  bumpEpochIfNeeded(): void {
    if (!this.#isBumpRequired) return
    this.#isBumpRequired = false
    const { producerId, epoch } = this.#producer
    if (epoch === epochMax) this.#producer = noProducerIdAndEpoch
    else this.setProducer({ producerId, epoch: epoch + 1 })
    for (const topicPartition of this.#toRewrite) {
      this.#partitions.get(topicPartition)?.startAtBeginning(this.#producer)
      this.#unresolved.delete(topicPartition)
    }
    this.#toRewrite.clear()
  }

  #requestBump(topicPartition: string): void {
    if (this.isTransactional) return
    this.#isBumpRequired = true
    this.#toRewrite.add(topicPartition)
  }

  #isStale(entry: PartitionSequence): boolean {
    return entry.producer.producerId !== this.#producer.producerId || entry.producer.epoch !== this.#producer.epoch
  }

  #entry(batch: ProducerBatch): PartitionSequence {
    let entry = this.#partitions.get(batch.topicPartition)
    if (entry === undefined) {
      entry = new PartitionSequence(this.#producer)
      this.#partitions.set(batch.topicPartition, entry)
    }
    return entry
  }
}
