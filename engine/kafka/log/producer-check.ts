import { KafkaException } from '../protocol/kafka-exception.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { payloadOf } from './payload-batch.ts'
import type { ProducerStates } from './producer-states.ts'
import { isMarkerPayload, type TransactionIndex } from './transaction-index.ts'

/** What a log knows of producers. */
export interface ProducerKnowledge {
  readonly topicPartition: string
  readonly producers: ProducerStates
  readonly transactions: TransactionIndex
}

/**
 * Checks epoch and sequence of a batch that is about to be appended (ProducerAppendInfo).
 * @throws KafkaException InvalidProducerEpochException, OutOfOrderSequenceException or InvalidTxnStateException
 */
export function checkProducer(batch: RecordBatch, offset: number, { producers, topicPartition, transactions }: ProducerKnowledge): void {
  if (batch.isControl) {
    const payload = payloadOf(batch)
    producers.checkMarker(batch, offset, isMarkerPayload(payload) ? payload.transactionVersion : 1)
    return
  }
  producers.check(batch, offset)
  if (batch.isTransactional || !transactions.isOpen(batch.producerId)) return
  throw new KafkaException(
    'org.apache.kafka.common.errors.InvalidTxnStateException',
    `Expected transactional write from producer ${batch.producerId} at offset (offset=${offset}, segment=[-1:-1]) in partition ${topicPartition}`,
  )
}
