import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `partitions` of the DeleteRecords request. */
export interface DeleteRecordsPartition {
  readonly partitionIndex: number
  readonly offset: number
}

const DELETE_RECORDS_PARTITION_BYTES = 13

/** An element of `topics` of the DeleteRecords request. */
export interface DeleteRecordsTopic {
  readonly name: string
  readonly partitions: readonly DeleteRecordsPartition[]
}

function deleteRecordsTopicBytes(entry: DeleteRecordsTopic): number {
  return 1 + compactStringBytes(entry.name) + compactFixedArrayBytes(entry.partitions, DELETE_RECORDS_PARTITION_BYTES)
}

/** DeleteRecords request v2. Moves the log start offset; -1 means the high watermark. */
export interface DeleteRecordsRequest {
  readonly topics: readonly DeleteRecordsTopic[]
  readonly timeoutMs: number
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function deleteRecordsRequestBytes(message: DeleteRecordsRequest): number {
  return 5 + compactArrayBytes(message.topics, deleteRecordsTopicBytes)
}

/** An element of `partitions` of the DeleteRecords response. */
export interface DeleteRecordsPartitionResult {
  readonly partitionIndex: number
  readonly lowWatermark: number
  readonly errorCode: number
}

const DELETE_RECORDS_PARTITION_RESULT_BYTES = 15

/** An element of `topics` of the DeleteRecords response. */
export interface DeleteRecordsTopicResult {
  readonly name: string
  readonly partitions: readonly DeleteRecordsPartitionResult[]
}

function deleteRecordsTopicResultBytes(entry: DeleteRecordsTopicResult): number {
  return 1
    + compactStringBytes(entry.name)
    + compactFixedArrayBytes(entry.partitions, DELETE_RECORDS_PARTITION_RESULT_BYTES)
}

/** DeleteRecords response v2. New low watermark per partition. */
export interface DeleteRecordsResponse {
  readonly throttleTimeMs: number
  readonly topics: readonly DeleteRecordsTopicResult[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function deleteRecordsResponseBytes(message: DeleteRecordsResponse): number {
  return 5 + compactArrayBytes(message.topics, deleteRecordsTopicResultBytes)
}
