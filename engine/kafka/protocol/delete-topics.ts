import { compactArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** An element of `topics` of the DeleteTopics request. */
export interface DeleteTopicState {
  readonly name: string | null
  readonly topicId: Uuid
}

function deleteTopicStateBytes(entry: DeleteTopicState): number {
  return 17 + compactStringBytes(entry.name)
}

/** DeleteTopics request v6. Topics by name or id. */
export interface DeleteTopicsRequest {
  readonly topics: readonly DeleteTopicState[]
  readonly timeoutMs: number
}

/** Bytes of the body on the wire (version 6), header excluded. */
export function deleteTopicsRequestBytes(message: DeleteTopicsRequest): number {
  return 5 + compactArrayBytes(message.topics, deleteTopicStateBytes)
}

/** An element of `responses` of the DeleteTopics response. */
export interface DeleteTopicsResponseDeletableTopicResult {
  readonly name: string | null
  readonly topicId: Uuid
  readonly errorCode: number
  readonly errorMessage: string | null
}

function deleteTopicsResponseDeletableTopicResultBytes(entry: DeleteTopicsResponseDeletableTopicResult): number {
  return 19 + compactStringBytes(entry.name) + compactStringBytes(entry.errorMessage)
}

/** DeleteTopics response v6. Result per topic. */
export interface DeleteTopicsResponse {
  readonly throttleTimeMs: number
  readonly responses: readonly DeleteTopicsResponseDeletableTopicResult[]
}

/** Bytes of the body on the wire (version 6), header excluded. */
export function deleteTopicsResponseBytes(message: DeleteTopicsResponse): number {
  return 5 + compactArrayBytes(message.responses, deleteTopicsResponseDeletableTopicResultBytes)
}
