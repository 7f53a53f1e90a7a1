import type { RecordBatch } from '../record/record-batch.ts'
import { compactArrayBytes, compactRecordsBytes, compactStringBytes, taggedFieldBytes, type Uuid } from './wire-size.ts'

/** An element of `partitionData` of the Produce request. */
export interface PartitionProduceData {
  readonly index: number
  readonly records: readonly RecordBatch[] | null
}

function partitionProduceDataBytes(entry: PartitionProduceData): number {
  return 5 + compactRecordsBytes(entry.records)
}

/** An element of `topicData` of the Produce request. */
export interface TopicProduceData {
  readonly topicId: Uuid
  readonly partitionData: readonly PartitionProduceData[]
}

function topicProduceDataBytes(entry: TopicProduceData): number {
  return 17 + compactArrayBytes(entry.partitionData, partitionProduceDataBytes)
}

/** Produce request v13. Batches for partitions this broker leads. `acks` is 0, 1 or -1 (all); `timeoutMs` bounds the wait for replication. */
export interface ProduceRequest {
  readonly transactionalId: string | null
  readonly acks: number
  readonly timeoutMs: number
  readonly topicData: readonly TopicProduceData[]
}

/** Bytes of the body on the wire (version 13), header excluded. */
export function produceRequestBytes(message: ProduceRequest): number {
  return 7 + compactStringBytes(message.transactionalId) + compactArrayBytes(message.topicData, topicProduceDataBytes)
}

/** An element of `recordErrors` of the Produce response. */
export interface ProduceResponseBatchIndexAndErrorMessage {
  readonly batchIndex: number
  readonly batchIndexErrorMessage: string | null
}

function produceResponseBatchIndexAndErrorMessageBytes(entry: ProduceResponseBatchIndexAndErrorMessage): number {
  return 5 + compactStringBytes(entry.batchIndexErrorMessage)
}

/** The structure `currentLeader` of the Produce response. */
export interface ProduceResponseLeaderIdAndEpoch {
  readonly leaderId: number
  readonly leaderEpoch: number
}

const PRODUCE_RESPONSE_LEADER_ID_AND_EPOCH_BYTES = 9

/** An element of `partitionResponses` of the Produce response. */
export interface PartitionProduceResponse {
  readonly index: number
  readonly errorCode: number
  readonly baseOffset: number
  readonly logAppendTimeMs: number
  readonly logStartOffset: number
  readonly recordErrors: readonly ProduceResponseBatchIndexAndErrorMessage[]
  readonly errorMessage: string | null
  readonly currentLeader?: ProduceResponseLeaderIdAndEpoch
}

function partitionProduceResponseBytes(entry: PartitionProduceResponse): number {
  return 31
    + compactArrayBytes(entry.recordErrors, produceResponseBatchIndexAndErrorMessageBytes)
    + compactStringBytes(entry.errorMessage)
    + (entry.currentLeader === undefined ? 0 : taggedFieldBytes(PRODUCE_RESPONSE_LEADER_ID_AND_EPOCH_BYTES))
}

/** An element of `responses` of the Produce response. */
export interface TopicProduceResponse {
  readonly topicId: Uuid
  readonly partitionResponses: readonly PartitionProduceResponse[]
}

function topicProduceResponseBytes(entry: TopicProduceResponse): number {
  return 17 + compactArrayBytes(entry.partitionResponses, partitionProduceResponseBytes)
}

/** An element of `nodeEndpoints` of the Produce response. */
export interface ProduceResponseNodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

function produceResponseNodeEndpointBytes(entry: ProduceResponseNodeEndpoint): number {
  return 9 + compactStringBytes(entry.host) + compactStringBytes(entry.rack)
}

/** Produce response v13. Result per partition; with acks=0 there is no response. */
export interface ProduceResponse {
  readonly responses: readonly TopicProduceResponse[]
  readonly throttleTimeMs: number
  readonly nodeEndpoints?: readonly ProduceResponseNodeEndpoint[]
}

/** Bytes of the body on the wire (version 13), header excluded. */
export function produceResponseBytes(message: ProduceResponse): number {
  return 5
    + compactArrayBytes(message.responses, topicProduceResponseBytes)
    + (message.nodeEndpoints === undefined ? 0 : taggedFieldBytes(compactArrayBytes(message.nodeEndpoints, produceResponseNodeEndpointBytes)))
}
