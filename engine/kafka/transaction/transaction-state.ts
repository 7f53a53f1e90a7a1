import { payloadBatch, type PayloadBatch } from '../log/payload-batch.ts'
import { recordBatchSize } from '../record/record-size.ts'
import { utf8Bytes } from '../record/utf8-bytes.ts'

/** The topic that holds the state of transactions. */
export const TRANSACTION_TOPIC = '__transaction_state'

/** States of a transactional id (org.apache.kafka.coordinator.transaction.TransactionState). */
export type TransactionState = 'Empty' | 'Ongoing' | 'PrepareCommit' | 'PrepareAbort' | 'CompleteCommit' | 'CompleteAbort'

/** A partition of a transaction. */
export interface TransactionPartition {
  readonly topic: string
  readonly partition: number
}

/** What the coordinator keeps of a transactional id, as its log has it (TransactionMetadata). Times in milliseconds. */
export interface TransactionRecord {
  readonly transactionalId: string
  readonly producerId: number
  readonly epoch: number
  readonly timeoutMs: number
  readonly state: TransactionState
  readonly partitions: readonly TransactionPartition[]
  /** When the transaction began; -1 when there is none. */
  readonly startMs: number
}

/** The batch that carries a state, with the sizes of TransactionLogKey and TransactionLogValue. */
export function transactionBatch(record: TransactionRecord, nowMs: number): PayloadBatch<TransactionRecord> {
  const partitions = record.partitions.reduce((bytes, { topic }) => bytes + 10 + utf8Bytes(topic), 0)
  const shape = { keySize: 4 + utf8Bytes(record.transactionalId), valueSize: 40 + partitions, headers: [] }
  return payloadBatch(record, { recordCount: 1, sizeInBytes: recordBatchSize([shape], [nowMs]), timestampMs: nowMs })
}

/** Whether a batch's payload is one of this module's. */
export function isTransactionPayload(payload: unknown): payload is TransactionRecord {
  return typeof payload === 'object' && payload !== null && 'transactionalId' in payload && 'state' in payload
}
