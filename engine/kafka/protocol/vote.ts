import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, taggedFieldBytes, type Uuid } from './wire-size.ts'

/** An element of `partitions` of the Vote request. */
export interface VoteRequestPartitionData {
  readonly partitionIndex: number
  readonly candidateEpoch: number
  readonly candidateId: number
  readonly candidateDirectoryId: Uuid
  readonly voterDirectoryId: Uuid
  readonly lastOffsetEpoch: number
  readonly lastOffset: number
  readonly preVote: boolean
}

const VOTE_REQUEST_PARTITION_DATA_BYTES = 58

/** An element of `topics` of the Vote request. */
export interface VoteRequestTopicData {
  readonly topicName: string
  readonly partitions: readonly VoteRequestPartitionData[]
}

function voteRequestTopicDataBytes(entry: VoteRequestTopicData): number {
  return 1
    + compactStringBytes(entry.topicName)
    + compactFixedArrayBytes(entry.partitions, VOTE_REQUEST_PARTITION_DATA_BYTES)
}

/** Vote request v2. A candidate (or, with `preVote`, a prospective one, KIP-996) asks for a vote (KIP-595). */
export interface VoteRequest {
  readonly clusterId: string | null
  readonly voterId: number
  readonly topics: readonly VoteRequestTopicData[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function voteRequestBytes(message: VoteRequest): number {
  return 5 + compactStringBytes(message.clusterId) + compactArrayBytes(message.topics, voteRequestTopicDataBytes)
}

/** An element of `partitions` of the Vote response. */
export interface VoteResponsePartitionData {
  readonly partitionIndex: number
  readonly errorCode: number
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly voteGranted: boolean
}

const VOTE_RESPONSE_PARTITION_DATA_BYTES = 16

/** An element of `topics` of the Vote response. */
export interface VoteResponseTopicData {
  readonly topicName: string
  readonly partitions: readonly VoteResponsePartitionData[]
}

function voteResponseTopicDataBytes(entry: VoteResponseTopicData): number {
  return 1
    + compactStringBytes(entry.topicName)
    + compactFixedArrayBytes(entry.partitions, VOTE_RESPONSE_PARTITION_DATA_BYTES)
}

/** An element of `nodeEndpoints` of the Vote response. */
export interface VoteResponseNodeEndpoint {
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

function voteResponseNodeEndpointBytes(entry: VoteResponseNodeEndpoint): number {
  return 7 + compactStringBytes(entry.host)
}

/** Vote response v2. Whether the vote was granted. */
export interface VoteResponse {
  readonly errorCode: number
  readonly topics: readonly VoteResponseTopicData[]
  readonly nodeEndpoints?: readonly VoteResponseNodeEndpoint[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function voteResponseBytes(message: VoteResponse): number {
  return 3
    + compactArrayBytes(message.topics, voteResponseTopicDataBytes)
    + (message.nodeEndpoints === undefined ? 0 : taggedFieldBytes(compactArrayBytes(message.nodeEndpoints, voteResponseNodeEndpointBytes)))
}
