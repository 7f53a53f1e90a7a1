import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `topics` of the AddPartitionsToTxn request. */
export interface AddPartitionsToTxnTopic {
  readonly name: string
  readonly partitions: readonly number[]
}

function addPartitionsToTxnTopicBytes(entry: AddPartitionsToTxnTopic): number {
  return 1 + compactStringBytes(entry.name) + compactFixedArrayBytes(entry.partitions, 4)
}

/** An element of `transactions` of the AddPartitionsToTxn request. */
export interface AddPartitionsToTxnTransaction {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
  readonly verifyOnly: boolean
  readonly topics: readonly AddPartitionsToTxnTopic[]
}

function addPartitionsToTxnTransactionBytes(entry: AddPartitionsToTxnTransaction): number {
  return 12 + compactStringBytes(entry.transactionalId) + compactArrayBytes(entry.topics, addPartitionsToTxnTopicBytes)
}

/** AddPartitionsToTxn request v5. Adds partitions to transactions (KIP-98, verification KIP-890). */
export interface AddPartitionsToTxnRequest {
  readonly transactions: readonly AddPartitionsToTxnTransaction[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function addPartitionsToTxnRequestBytes(message: AddPartitionsToTxnRequest): number {
  return 1 + compactArrayBytes(message.transactions, addPartitionsToTxnTransactionBytes)
}

/** An element of `resultsByPartition` of the AddPartitionsToTxn response. */
export interface AddPartitionsToTxnPartitionResult {
  readonly partitionIndex: number
  readonly partitionErrorCode: number
}

const ADD_PARTITIONS_TO_TXN_PARTITION_RESULT_BYTES = 7

/** An element of `topicResults` of the AddPartitionsToTxn response. */
export interface AddPartitionsToTxnTopicResult {
  readonly name: string
  readonly resultsByPartition: readonly AddPartitionsToTxnPartitionResult[]
}

function addPartitionsToTxnTopicResultBytes(entry: AddPartitionsToTxnTopicResult): number {
  return 1
    + compactStringBytes(entry.name)
    + compactFixedArrayBytes(entry.resultsByPartition, ADD_PARTITIONS_TO_TXN_PARTITION_RESULT_BYTES)
}

/** An element of `resultsByTransaction` of the AddPartitionsToTxn response. */
export interface AddPartitionsToTxnResult {
  readonly transactionalId: string
  readonly topicResults: readonly AddPartitionsToTxnTopicResult[]
}

function addPartitionsToTxnResultBytes(entry: AddPartitionsToTxnResult): number {
  return 1
    + compactStringBytes(entry.transactionalId)
    + compactArrayBytes(entry.topicResults, addPartitionsToTxnTopicResultBytes)
}

/** AddPartitionsToTxn response v5. Results per transaction and partition. */
export interface AddPartitionsToTxnResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly resultsByTransaction: readonly AddPartitionsToTxnResult[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function addPartitionsToTxnResponseBytes(message: AddPartitionsToTxnResponse): number {
  return 7 + compactArrayBytes(message.resultsByTransaction, addPartitionsToTxnResultBytes)
}
