import type { ConsumerProtocolAssignment, ConsumerProtocolSubscription } from '../protocol/consumer-protocol.ts'
import { consumerProtocolAssignmentBytes, consumerProtocolSubscriptionBytes } from '../protocol/consumer-protocol.ts'
import { payloadBatch, type PayloadBatch } from '../log/payload-batch.ts'
import { recordBatchSize, type RecordShape } from '../record/record-size.ts'
import type { StoredModernMember } from './modern-member.ts'
import { utf8Bytes } from '../record/utf8-bytes.ts'

/** The topic that holds committed offsets and the state of groups. */
export const OFFSETS_TOPIC = '__consumer_offsets'

/** A committed offset as its log has it; `offset` null is a tombstone (expired or deleted). */
export interface OffsetRecord {
  readonly kind: 'offset'
  readonly groupId: string
  readonly topic: string
  readonly partition: number
  readonly offset: number | null
  readonly leaderEpoch: number
  readonly metadata: string
  readonly commitMs: number
}

/** A member as the log of its group has it. */
export interface StoredMember {
  readonly memberId: string
  readonly groupInstanceId: string | null
  readonly clientId: string
  readonly rebalanceTimeoutMs: number
  readonly sessionTimeoutMs: number
  readonly protocols: readonly { readonly name: string; readonly metadata: ConsumerProtocolSubscription }[]
  readonly assignment: ConsumerProtocolAssignment
}

/** A group's generation as its log has it, written when the leader hands in assignments. */
export interface GroupRecord {
  readonly kind: 'group'
  readonly groupId: string
  readonly generationId: number
  readonly protocolName: string | null
  readonly leader: string | null
  readonly members: readonly StoredMember[]
  readonly stateMs: number
}

/** A consumer group of KIP-848 as its log has it. */
export interface ModernGroupRecord {
  readonly kind: 'consumer group'
  readonly groupId: string
  readonly epoch: number
  readonly targetEpoch: number
  readonly members: readonly StoredModernMember[]
  readonly stateMs: number
}

/** A group, of either protocol, that is deleted. */
export interface GroupTombstone {
  readonly kind: 'group tombstone'
  readonly groupId: string
}

/** What a batch of `__consumer_offsets` carries. */
export type OffsetsRecord = OffsetRecord | GroupRecord | ModernGroupRecord | GroupTombstone

/** The batch that carries records of one group, with the sizes that Kafka's schemas give them. */
export function offsetsBatch(records: readonly OffsetsRecord[], nowMs: number): PayloadBatch<readonly OffsetsRecord[]> {
  const sizeInBytes = recordBatchSize(records.map(shapeOf), records.map(() => nowMs))
  return payloadBatch(records, { recordCount: records.length, sizeInBytes, timestampMs: nowMs })
}

/** Whether a batch's payload is one of this module's. */
export function isOffsetsPayload(payload: unknown): payload is readonly OffsetsRecord[] {
  return Array.isArray(payload) && payload.every((record: unknown) => typeof record === 'object' && record !== null && 'kind' in record && 'groupId' in record)
}

/** Member metadata, target and current assignment: about what ConsumerGroup*Key/Value of all members take together. */
function modernShape(record: ModernGroupRecord): RecordShape {
  const valueSize = record.members.reduce((sum, member) => sum + 60 + utf8Bytes(member.memberId) + member.topics.reduce((bytes, topic) => bytes + 1 + utf8Bytes(topic), 0)
    + [...member.target.values(), ...member.assigned.values()].reduce((bytes, partitions) => bytes + 17 + 4 * partitions.length, 0), 8)
  return { keySize: 2 + 2 + utf8Bytes(record.groupId), valueSize, headers: [] }
}

/** Sizes by OffsetCommitKey/Value v1/v4 and GroupMetadataKey/Value v2/v3. */
function shapeOf(record: OffsetsRecord): RecordShape {
  if (record.kind === 'offset') {
    const keySize = 2 + 2 + utf8Bytes(record.groupId) + 2 + utf8Bytes(record.topic) + 4
    return { keySize, valueSize: record.offset === null ? -1 : 2 + 8 + 4 + 2 + utf8Bytes(record.metadata) + 8, headers: [] }
  }
  if (record.kind === 'consumer group') return modernShape(record)
  if (record.kind === 'group tombstone') return { keySize: 2 + 2 + utf8Bytes(record.groupId), valueSize: -1, headers: [] }
  let valueSize = 2 + 2 + 8 + 4 + 2 + utf8Bytes(record.protocolName ?? '') + 2 + utf8Bytes(record.leader ?? '') + 8 + 4
  for (const member of record.members) {
    valueSize += 2 + utf8Bytes(member.memberId) + 2 + utf8Bytes(member.groupInstanceId ?? '') + 2 + utf8Bytes(member.clientId) + 2 + 10 + 4 + 4
    const [protocol] = member.protocols
    valueSize += 4 + (protocol === undefined ? 0 : consumerProtocolSubscriptionBytes(protocol.metadata)) + 4 + consumerProtocolAssignmentBytes(member.assignment)
  }
  return { keySize: 2 + 2 + utf8Bytes(record.groupId), valueSize, headers: [] }
}
