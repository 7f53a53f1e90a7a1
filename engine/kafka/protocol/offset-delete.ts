import { utf8Bytes } from '../record/utf8-bytes.ts'

/** An element of `topics` of the OffsetDelete request. */
export interface OffsetDeleteRequestTopic {
  readonly name: string
  readonly partitions: readonly { readonly partitionIndex: number }[]
}

/** OffsetDelete request v0. Deletes committed offsets of a group (KIP-496). */
export interface OffsetDeleteRequest {
  readonly groupId: string
  readonly topics: readonly OffsetDeleteRequestTopic[]
}

/** Bytes of the body on the wire (version 0, whose strings and arrays are not compact), header excluded. */
export function offsetDeleteRequestBytes(message: OffsetDeleteRequest): number {
  return 2 + utf8Bytes(message.groupId) + 4 + message.topics.reduce((bytes, { name, partitions }) => bytes + 2 + utf8Bytes(name) + 4 + 4 * partitions.length, 0)
}

/** An element of `topics` of the OffsetDelete response. */
export interface OffsetDeleteResponseTopic {
  readonly name: string
  readonly partitions: readonly { readonly partitionIndex: number; readonly errorCode: number }[]
}

/** OffsetDelete response v0. */
export interface OffsetDeleteResponse {
  readonly errorCode: number
  readonly throttleTimeMs: number
  readonly topics: readonly OffsetDeleteResponseTopic[]
}

/** Bytes of the body on the wire (version 0), header excluded. */
export function offsetDeleteResponseBytes(message: OffsetDeleteResponse): number {
  return 6 + 4 + message.topics.reduce((bytes, { name, partitions }) => bytes + 2 + utf8Bytes(name) + 4 + 6 * partitions.length, 0)
}
