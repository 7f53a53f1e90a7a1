import { errorCode, type ErrorName } from '../../protocol/errors.ts'
import type { FetchRequest, FetchResponse, FetchResponsePartitionData } from '../../protocol/fetch.ts'
import type { BeginQuorumEpochRequest, BeginQuorumEpochResponse } from '../../protocol/begin-quorum-epoch.ts'
import type { EndQuorumEpochRequest } from '../../protocol/end-quorum-epoch.ts'
import type { VoteRequest, VoteResponse } from '../../protocol/vote.ts'
import { METADATA_TOPIC, METADATA_TOPIC_ID } from './quorum-types.ts'

/** What a node says of the quorum in every response. */
export interface EpochAndLeader {
  readonly epoch: number
  readonly leaderId: number | null
}

/** A request for a vote, or for the promise of one. */
export interface VoteBallot {
  readonly candidateId: number
  readonly candidateEpoch: number
  readonly lastOffset: number
  readonly lastOffsetEpoch: number
  readonly isPreVote: boolean
}

/** Directory ids are not told apart: one log directory a node. */
const directoryId = 'AAAAAAAAAAAAAAAAAAAAAA'

/** A Vote request for the metadata partition. */
export function voteRequest(ballot: VoteBallot, voterId: number): VoteRequest {
  const partition = {
    partitionIndex: 0,
    candidateEpoch: ballot.candidateEpoch,
    candidateId: ballot.candidateId,
    candidateDirectoryId: directoryId,
    voterDirectoryId: directoryId,
    lastOffsetEpoch: ballot.lastOffsetEpoch,
    lastOffset: ballot.lastOffset,
    preVote: ballot.isPreVote,
  }
  return { clusterId: null, voterId, topics: [{ topicName: METADATA_TOPIC, partitions: [partition] }] }
}

/** The answer to a Vote request. */
export function voteResponse(quorum: EpochAndLeader, voteGranted: boolean, error: ErrorName = 'NONE'): VoteResponse {
  const partition = { partitionIndex: 0, errorCode: errorCode(error), leaderId: quorum.leaderId ?? -1, leaderEpoch: quorum.epoch, voteGranted }
  return { errorCode: 0, topics: [{ topicName: METADATA_TOPIC, partitions: [partition] }] }
}

/** A new leader's announcement to one voter. */
export function beginQuorumEpochRequest(leaderId: number, leaderEpoch: number, voterId: number): BeginQuorumEpochRequest {
  const partition = { partitionIndex: 0, voterDirectoryId: directoryId, leaderId, leaderEpoch }
  return { clusterId: null, voterId, topics: [{ topicName: METADATA_TOPIC, partitions: [partition] }], leaderEndpoints: [] }
}

/** A leader's farewell. @param successors the voters in the order in which they should try to succeed it */
export function endQuorumEpochRequest(leaderId: number, leaderEpoch: number, successors: readonly number[]): EndQuorumEpochRequest {
  const preferredCandidates = successors.map((candidateId) => ({ candidateId, candidateDirectoryId: directoryId }))
  const partition = { partitionIndex: 0, leaderId, leaderEpoch, preferredCandidates }
  return { clusterId: null, topics: [{ topicName: METADATA_TOPIC, partitions: [partition] }], leaderEndpoints: [] }
}

/** The answer to BeginQuorumEpoch and EndQuorumEpoch, whose responses have the same shape. */
export function quorumEpochResponse(quorum: EpochAndLeader, error: ErrorName = 'NONE'): BeginQuorumEpochResponse {
  const partition = { partitionIndex: 0, errorCode: errorCode(error), leaderId: quorum.leaderId ?? -1, leaderEpoch: quorum.epoch }
  return { errorCode: 0, topics: [{ topicName: METADATA_TOPIC, partitions: [partition] }] }
}

/** What a follower or observer asks of the leader. */
export interface MetadataFetch {
  readonly replicaId: number
  readonly currentLeaderEpoch: number
  readonly fetchOffset: number
  readonly lastFetchedEpoch: number
  readonly highWatermark: number
  readonly maxWaitMs: number
}

/** Bytes of metadata that one fetch returns at most (controller.quorum's MAX_BATCH_SIZE of 8 MiB). */
export const metadataFetchMaxBytes = 8 * 1024 * 1024

/** A Fetch request for the metadata partition. */
export function metadataFetchRequest(fetch: MetadataFetch): FetchRequest {
  const partition = {
    partition: 0,
    currentLeaderEpoch: fetch.currentLeaderEpoch,
    fetchOffset: fetch.fetchOffset,
    lastFetchedEpoch: fetch.lastFetchedEpoch,
    logStartOffset: 0,
    partitionMaxBytes: metadataFetchMaxBytes,
    highWatermark: fetch.highWatermark,
  }
  return {
    replicaState: { replicaId: fetch.replicaId, replicaEpoch: -1 },
    maxWaitMs: fetch.maxWaitMs,
    minBytes: 1,
    maxBytes: metadataFetchMaxBytes,
    isolationLevel: 0,
    sessionId: 0,
    sessionEpoch: -1,
    topics: [{ topicId: METADATA_TOPIC_ID, partitions: [partition] }],
    forgottenTopicsData: [],
    rackId: '',
  }
}

/** A Fetch response for the metadata partition. */
export function metadataFetchResponse(
  quorum: EpochAndLeader,
  data: Partial<FetchResponsePartitionData>,
  error: ErrorName = 'NONE',
): FetchResponse {
  const partition: FetchResponsePartitionData = {
    partitionIndex: 0,
    errorCode: errorCode(error),
    highWatermark: -1,
    lastStableOffset: -1,
    logStartOffset: 0,
    currentLeader: { leaderId: quorum.leaderId ?? -1, leaderEpoch: quorum.epoch },
    abortedTransactions: null,
    preferredReadReplica: -1,
    records: [],
    ...data,
  }
  return { throttleTimeMs: 0, errorCode: 0, sessionId: 0, responses: [{ topicId: METADATA_TOPIC_ID, partitions: [partition] }] }
}
