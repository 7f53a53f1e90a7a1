import type { RecordBatch, SizedBatch } from '../record/record-batch.ts'
import { compactArrayBytes, compactFixedArrayBytes, compactRecordsBytes, compactStringBytes, taggedFieldBytes, type Uuid } from './wire-size.ts'

/** The structure `replicaState` of the Fetch request. */
export interface FetchRequestReplicaState {
  readonly replicaId: number
  readonly replicaEpoch: number
}

const FETCH_REQUEST_REPLICA_STATE_BYTES = 13

/** An element of `partitions` of the Fetch request. */
export interface FetchPartition {
  readonly partition: number
  readonly currentLeaderEpoch: number
  readonly fetchOffset: number
  readonly lastFetchedEpoch: number
  readonly logStartOffset: number
  readonly partitionMaxBytes: number
  readonly replicaDirectoryId?: Uuid
  readonly highWatermark?: number
}

function fetchPartitionBytes(entry: FetchPartition): number {
  return 33
    + (entry.replicaDirectoryId === undefined ? 0 : taggedFieldBytes(16))
    + (entry.highWatermark === undefined ? 0 : taggedFieldBytes(8))
}

/** An element of `topics` of the Fetch request. */
export interface FetchTopic {
  readonly topicId: Uuid
  readonly partitions: readonly FetchPartition[]
}

function fetchTopicBytes(entry: FetchTopic): number {
  return 17 + compactArrayBytes(entry.partitions, fetchPartitionBytes)
}

/** An element of `forgottenTopicsData` of the Fetch request. */
export interface FetchRequestForgottenTopic {
  readonly topicId: Uuid
  readonly partitions: readonly number[]
}

function fetchRequestForgottenTopicBytes(entry: FetchRequestForgottenTopic): number {
  return 17 + compactFixedArrayBytes(entry.partitions, 4)
}

/** Fetch request v18. Sent by consumers and, with `replicaState`, by followers and KRaft observers. `isolationLevel`: 0 read_uncommitted, 1 read_committed. */
export interface FetchRequest {
  readonly clusterId?: string | null
  readonly replicaState?: FetchRequestReplicaState
  readonly maxWaitMs: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly isolationLevel: number
  readonly sessionId: number
  readonly sessionEpoch: number
  readonly topics: readonly FetchTopic[]
  readonly forgottenTopicsData: readonly FetchRequestForgottenTopic[]
  readonly rackId: string
}

/** Bytes of the body on the wire (version 18), header excluded. */
export function fetchRequestBytes(message: FetchRequest): number {
  return 22
    + compactArrayBytes(message.topics, fetchTopicBytes)
    + compactArrayBytes(message.forgottenTopicsData, fetchRequestForgottenTopicBytes)
    + compactStringBytes(message.rackId)
    + (message.clusterId === undefined ? 0 : taggedFieldBytes(compactStringBytes(message.clusterId)))
    + (message.replicaState === undefined ? 0 : taggedFieldBytes(FETCH_REQUEST_REPLICA_STATE_BYTES))
}

/** The structure `divergingEpoch` of the Fetch response. */
export interface FetchResponseEpochEndOffset {
  readonly epoch: number
  readonly endOffset: number
}

const FETCH_RESPONSE_EPOCH_END_OFFSET_BYTES = 13

/** The structure `currentLeader` of the Fetch response. */
export interface FetchResponseLeaderIdAndEpoch {
  readonly leaderId: number
  readonly leaderEpoch: number
}

const FETCH_RESPONSE_LEADER_ID_AND_EPOCH_BYTES = 9

/** The structure `snapshotId` of the Fetch response. */
export interface FetchResponseSnapshotId {
  readonly endOffset: number
  readonly epoch: number
}

const FETCH_RESPONSE_SNAPSHOT_ID_BYTES = 13

/** An element of `abortedTransactions` of the Fetch response. */
export interface FetchResponseAbortedTransaction {
  readonly producerId: number
  readonly firstOffset: number
}

const FETCH_RESPONSE_ABORTED_TRANSACTION_BYTES = 17

/** An element of `partitions` of the Fetch response. */
export interface FetchResponsePartitionData<Batch extends SizedBatch = RecordBatch> {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly highWatermark: number
  readonly lastStableOffset: number
  readonly logStartOffset: number
  readonly divergingEpoch?: FetchResponseEpochEndOffset
  readonly currentLeader?: FetchResponseLeaderIdAndEpoch
  readonly snapshotId?: FetchResponseSnapshotId
  readonly abortedTransactions: readonly FetchResponseAbortedTransaction[] | null
  readonly preferredReadReplica: number
  readonly records: readonly Batch[] | null
}

function fetchResponsePartitionDataBytes(entry: FetchResponsePartitionData<SizedBatch>): number {
  return 35
    + compactFixedArrayBytes(entry.abortedTransactions, FETCH_RESPONSE_ABORTED_TRANSACTION_BYTES)
    + compactRecordsBytes(entry.records)
    + (entry.divergingEpoch === undefined ? 0 : taggedFieldBytes(FETCH_RESPONSE_EPOCH_END_OFFSET_BYTES))
    + (entry.currentLeader === undefined ? 0 : taggedFieldBytes(FETCH_RESPONSE_LEADER_ID_AND_EPOCH_BYTES))
    + (entry.snapshotId === undefined ? 0 : taggedFieldBytes(FETCH_RESPONSE_SNAPSHOT_ID_BYTES))
}

/** An element of `responses` of the Fetch response. */
export interface FetchableTopicResponse<Batch extends SizedBatch = RecordBatch> {
  readonly topicId: Uuid
  readonly partitions: readonly FetchResponsePartitionData<Batch>[]
}

function fetchableTopicResponseBytes(entry: FetchableTopicResponse<SizedBatch>): number {
  return 17 + compactArrayBytes(entry.partitions, fetchResponsePartitionDataBytes)
}

/** An element of `nodeEndpoints` of the Fetch response. */
export interface FetchResponseNodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

function fetchResponseNodeEndpointBytes(entry: FetchResponseNodeEndpoint): number {
  return 9 + compactStringBytes(entry.host) + compactStringBytes(entry.rack)
}

/** Fetch response v18. Batches and watermarks per partition. A follower that must truncate gets `divergingEpoch` (KIP-595). KRaft fetches use another batch type. */
export interface FetchResponse<Batch extends SizedBatch = RecordBatch> {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly sessionId: number
  readonly responses: readonly FetchableTopicResponse<Batch>[]
  readonly nodeEndpoints?: readonly FetchResponseNodeEndpoint[]
}

/** Bytes of the body on the wire (version 18), header excluded. */
export function fetchResponseBytes(message: FetchResponse<SizedBatch>): number {
  return 11
    + compactArrayBytes(message.responses, fetchableTopicResponseBytes)
    + (message.nodeEndpoints === undefined ? 0 : taggedFieldBytes(compactArrayBytes(message.nodeEndpoints, fetchResponseNodeEndpointBytes)))
}
