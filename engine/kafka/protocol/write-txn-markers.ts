import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `topics` of the WriteTxnMarkers request. */
export interface WriteTxnMarkersRequestWritableTxnMarkerTopic {
  readonly name: string
  readonly partitionIndexes: readonly number[]
}

function writeTxnMarkersRequestWritableTxnMarkerTopicBytes(entry: WriteTxnMarkersRequestWritableTxnMarkerTopic): number {
  return 1 + compactStringBytes(entry.name) + compactFixedArrayBytes(entry.partitionIndexes, 4)
}

/** An element of `markers` of the WriteTxnMarkers request. */
export interface WriteTxnMarkersRequestWritableTxnMarker {
  readonly producerId: number
  readonly producerEpoch: number
  readonly transactionResult: boolean
  readonly topics: readonly WriteTxnMarkersRequestWritableTxnMarkerTopic[]
  readonly coordinatorEpoch: number
  readonly transactionVersion: number
}

function writeTxnMarkersRequestWritableTxnMarkerBytes(entry: WriteTxnMarkersRequestWritableTxnMarker): number {
  return 17 + compactArrayBytes(entry.topics, writeTxnMarkersRequestWritableTxnMarkerTopicBytes)
}

/** WriteTxnMarkers request v2. The transaction coordinator tells partition leaders to append end markers. */
export interface WriteTxnMarkersRequest {
  readonly markers: readonly WriteTxnMarkersRequestWritableTxnMarker[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function writeTxnMarkersRequestBytes(message: WriteTxnMarkersRequest): number {
  return 1 + compactArrayBytes(message.markers, writeTxnMarkersRequestWritableTxnMarkerBytes)
}

/** An element of `partitions` of the WriteTxnMarkers response. */
export interface WriteTxnMarkersResponseWritableTxnMarkerPartitionResult {
  readonly partitionIndex: number
  readonly errorCode: number
}

const WRITE_TXN_MARKERS_RESPONSE_WRITABLE_TXN_MARKER_PARTITION_RESULT_BYTES = 7

/** An element of `topics` of the WriteTxnMarkers response. */
export interface WriteTxnMarkersResponseWritableTxnMarkerTopicResult {
  readonly name: string
  readonly partitions: readonly WriteTxnMarkersResponseWritableTxnMarkerPartitionResult[]
}

function writeTxnMarkersResponseWritableTxnMarkerTopicResultBytes(entry: WriteTxnMarkersResponseWritableTxnMarkerTopicResult): number {
  return 1
    + compactStringBytes(entry.name)
    + compactFixedArrayBytes(entry.partitions, WRITE_TXN_MARKERS_RESPONSE_WRITABLE_TXN_MARKER_PARTITION_RESULT_BYTES)
}

/** An element of `markers` of the WriteTxnMarkers response. */
export interface WriteTxnMarkersResponseWritableTxnMarkerResult {
  readonly producerId: number
  readonly topics: readonly WriteTxnMarkersResponseWritableTxnMarkerTopicResult[]
}

function writeTxnMarkersResponseWritableTxnMarkerResultBytes(entry: WriteTxnMarkersResponseWritableTxnMarkerResult): number {
  return 9 + compactArrayBytes(entry.topics, writeTxnMarkersResponseWritableTxnMarkerTopicResultBytes)
}

/** WriteTxnMarkers response v2. Result per marker and partition. */
export interface WriteTxnMarkersResponse {
  readonly markers: readonly WriteTxnMarkersResponseWritableTxnMarkerResult[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function writeTxnMarkersResponseBytes(message: WriteTxnMarkersResponse): number {
  return 1 + compactArrayBytes(message.markers, writeTxnMarkersResponseWritableTxnMarkerResultBytes)
}
