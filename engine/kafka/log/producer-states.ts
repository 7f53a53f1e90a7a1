import { KafkaException } from '../protocol/kafka-exception.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { incrementSequence, lastSequence } from '../record/sequence.ts'

/** Batches that are remembered for each producer (ProducerStateEntry.NUM_BATCHES_TO_RETAIN). */
const batchesToRetain = 5

interface RetainedBatch {
  readonly baseSequence: number
  readonly lastSequence: number
  readonly baseOffset: number
  readonly lastOffset: number
  readonly timestampMs: number
}

interface ProducerState {
  epoch: number
  readonly batches: RetainedBatch[]
  lastTimestampMs: number
}

/** A batch that the log has already: where. */
export interface DuplicateBatch {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly timestampMs: number
}

/**
 * What one log knows of idempotent producers (KIP-98; ProducerStateManager, ProducerAppendInfo): the last five batches of
 * each, against which a leader checks sequence numbers.
 */
export class ProducerStates {
  readonly #topicPartition: string
  readonly #producers = new Map<number, ProducerState>()

  constructor(topicPartition: string) {
    this.#topicPartition = topicPartition
  }

  /** Producers that are remembered. */
  get producerIds(): readonly number[] {
    return [...this.#producers.keys()]
  }

  /** The last batch with data of each producer; undefined offset when all that is known is its epoch (lastRecordsOfActiveProducers). */
  get lastRecords(): ReadonlyMap<number, { readonly epoch: number; readonly lastDataOffset: number | undefined }> {
    return new Map([...this.#producers].map(([id, { epoch, batches }]) => [id, { epoch, lastDataOffset: batches[batches.length - 1]?.lastOffset }]))
  }

  /** One of the last five batches of the producer that is equal to this one. */
  findDuplicate(batch: RecordBatch): DuplicateBatch | undefined {
    const state = this.#producers.get(batch.producerId)
    if (state?.epoch !== batch.producerEpoch || batch.baseSequence < 0) return undefined
    const last = lastSequence(batch.baseSequence, batch.lastOffset - batch.baseOffset + 1)
    return state.batches.find((known) => known.baseSequence === batch.baseSequence && known.lastSequence === last)
  }

  /**
   * Checks a batch that a client sent.
   * @throws KafkaException InvalidProducerEpochException or OutOfOrderSequenceException
   */
  check(batch: RecordBatch, offset: number): void {
    const state = this.#producers.get(batch.producerId)
    if (state === undefined) return
    if (batch.producerEpoch < state.epoch) {
      throw invalidEpoch(
        batch.isTransactional
          ? `Epoch of producer ${batch.producerId} is ${batch.producerEpoch}, which is smaller than the last seen epoch ${state.epoch}`
          : `Epoch of producer ${batch.producerId} at offset ${offset} in ${this.#topicPartition} is ${batch.producerEpoch}, which is < the last seen epoch ${state.epoch} (TV-1)`,
      )
    }
    // What a coordinator writes for a producer has no sequence (AppendOrigin.COORDINATOR).
    if (batch.baseSequence < 0) return
    if (batch.producerEpoch > state.epoch) {
      if (batch.baseSequence === 0) return
      throw outOfOrder(
        `Invalid sequence number for new epoch of producer ${batch.producerId} at offset ${offset} in partition ${this.#topicPartition}: ${batch.producerEpoch} (request epoch), ${batch.baseSequence} (seq. number), ${state.epoch} (current producer epoch)`,
      )
    }
    const latest = state.batches[state.batches.length - 1]
    const lastSequenceSeen = latest?.lastSequence ?? -1
    if (batch.baseSequence === incrementSequence(lastSequenceSeen, 1)) return
    throw outOfOrder(
      `Out of order sequence number for producer ${batch.producerId} at offset ${offset} in partition ${this.#topicPartition}: ${batch.baseSequence} (incoming seq. number), ${lastSequenceSeen} (current end sequence number)`,
    )
  }

  /**
   * Checks an end marker, whose epoch with transaction version 2 is newer than the transaction's (KIP-890).
   * @throws KafkaException InvalidProducerEpochException
   */
  checkMarker(batch: RecordBatch, offset: number, transactionVersion: number): void {
    const { epoch } = this.#producers.get(batch.producerId) ?? { epoch: -1 }
    const isBumped = transactionVersion >= 2
    if (isBumped ? batch.producerEpoch > epoch : batch.producerEpoch >= epoch) return
    const relation = isBumped ? '<= the last seen' : '< the last seen'
    throw invalidEpoch(
      `Epoch of producer ${batch.producerId} at offset ${offset} in ${this.#topicPartition} is ${batch.producerEpoch}, which is ${relation} epoch ${epoch} (TV${isBumped ? '2' : '-1'})`,
    )
  }

  /** Remembers a batch that is in the log now. */
  update(batch: RecordBatch): void {
    if (batch.producerId < 0) return
    if (batch.isControl) {
      this.#raiseEpoch(batch.producerId, batch.producerEpoch)
      return
    }
    let state = this.#producers.get(batch.producerId)
    if (state === undefined) {
      state = { epoch: batch.producerEpoch, batches: [], lastTimestampMs: batch.maxTimestampMs }
      this.#producers.set(batch.producerId, state)
    }
    if (state.epoch !== batch.producerEpoch) {
      state.epoch = batch.producerEpoch
      state.batches.length = 0
    }
    state.batches.push({
      baseSequence: batch.baseSequence,
      lastSequence: lastSequence(batch.baseSequence, batch.lastOffset - batch.baseOffset + 1),
      baseOffset: batch.baseOffset,
      lastOffset: batch.lastOffset,
      timestampMs: batch.maxTimestampMs,
    })
    if (state.batches.length > batchesToRetain) state.batches.shift()
    state.lastTimestampMs = batch.maxTimestampMs
  }

  /** An end marker may come with a newer epoch. */
  #raiseEpoch(producerId: number, epoch: number): void {
    const state = this.#producers.get(producerId)
    if (state === undefined) this.#producers.set(producerId, { epoch, batches: [], lastTimestampMs: 0 })
    else if (epoch > state.epoch) {
      state.epoch = epoch
      state.batches.length = 0
    }
  }

  /** Forgets producers whose last batch is older than `producer.id.expiration.ms`. */
  expire(nowMs: number, expirationMs: number): void {
    for (const [id, state] of this.#producers) {
      if (nowMs - state.lastTimestampMs >= expirationMs) this.#producers.delete(id)
    }
  }

  clear(): void {
    this.#producers.clear()
  }
}

function invalidEpoch(message: string): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.InvalidProducerEpochException', message)
}

function outOfOrder(message: string): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.OutOfOrderSequenceException', message)
}
