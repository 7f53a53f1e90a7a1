import type { PayloadBatch } from '../log/payload-batch.ts'
import { payloadBatch, payloadOf } from '../log/payload-batch.ts'
import type { RecordBatch } from '../record/record-batch.ts'

/** Leader −1: the partition has none. */
export const NO_LEADER = -1

/** Whether a leader was elected uncleanly and has not been confirmed since (KIP-704). */
export type LeaderRecoveryState = 'RECOVERED' | 'RECOVERING'

/** A broker has registered; it begins fenced. Its epoch is this record's offset. */
export interface RegisterBrokerRecord {
  readonly type: 'RegisterBrokerRecord'
  readonly brokerId: number
  readonly incarnationId: string
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

/** A broker was fenced or unfenced, or began a controlled shutdown. */
export interface BrokerRegistrationChangeRecord {
  readonly type: 'BrokerRegistrationChangeRecord'
  readonly brokerId: number
  readonly fenced?: boolean
  readonly inControlledShutdown?: boolean
}

/** A topic exists. */
export interface TopicRecord {
  readonly type: 'TopicRecord'
  readonly name: string
  readonly topicId: string
}

/** A topic and its partitions are gone. */
export interface RemoveTopicRecord {
  readonly type: 'RemoveTopicRecord'
  readonly topicId: string
}

/** A partition with all that the controller knows of it. */
export interface PartitionState {
  readonly replicas: readonly number[]
  readonly removingReplicas: readonly number[]
  readonly addingReplicas: readonly number[]
  readonly isr: readonly number[]
  readonly leader: number
  readonly leaderRecoveryState: LeaderRecoveryState
  readonly leaderEpoch: number
  readonly partitionEpoch: number
  /** Eligible leader replicas (KIP-966). */
  readonly elr: readonly number[]
  readonly lastKnownElr: readonly number[]
}

/** A new partition. */
export interface PartitionRecord {
  readonly type: 'PartitionRecord'
  readonly topicId: string
  readonly partitionId: number
  readonly state: PartitionState
}

/** What changes of a partition; a `leader`, even the same one, raises the leader epoch. */
export interface PartitionChange {
  readonly replicas?: readonly number[]
  readonly removingReplicas?: readonly number[]
  readonly addingReplicas?: readonly number[]
  readonly isr?: readonly number[]
  readonly leader?: number
  readonly leaderRecoveryState?: LeaderRecoveryState
  readonly elr?: readonly number[]
  readonly lastKnownElr?: readonly number[]
}

/** A partition changes. */
export interface PartitionChangeRecord {
  readonly type: 'PartitionChangeRecord'
  readonly topicId: string
  readonly partitionId: number
  readonly change: PartitionChange
  /** The leader was elected uncleanly (only for the journal). */
  readonly isUnclean: boolean
}

/** A topic's or broker's configuration key gets a value, or loses it. */
export interface ConfigRecord {
  readonly type: 'ConfigRecord'
  readonly resourceType: 'TOPIC' | 'BROKER'
  readonly resourceName: string
  readonly name: string
  readonly value: string | null
}

/** A quota of a user or client id gets a value, or is removed. */
export interface ClientQuotaRecord {
  readonly type: 'ClientQuotaRecord'
  readonly entity: readonly { readonly entityType: string; readonly entityName: string | null }[]
  readonly key: string
  readonly value: number
  readonly remove: boolean
}

/** Producer ids below this one have been given to brokers. */
export interface ProducerIdsRecord {
  readonly type: 'ProducerIdsRecord'
  readonly nextProducerId: number
}

/** Written when nothing else was for `metadata.max.idle.interval.ms` (KIP-835). */
export interface NoOpRecord {
  readonly type: 'NoOpRecord'
}

/** First record of a leader's term in the quorum (a control record). */
export interface LeaderChangeMessage {
  readonly type: 'LeaderChangeMessage'
  readonly leaderId: number
}

/** Any record of the cluster's metadata log. */
export type MetadataRecord =
  | RegisterBrokerRecord
  | BrokerRegistrationChangeRecord
  | TopicRecord
  | RemoveTopicRecord
  | PartitionRecord
  | PartitionChangeRecord
  | ConfigRecord
  | ClientQuotaRecord
  | ProducerIdsRecord
  | NoOpRecord
  | LeaderChangeMessage

/** A batch of metadata records as the log of `__cluster_metadata` holds it. */
export type MetadataBatch = PayloadBatch<readonly MetadataRecord[]>

/** Bytes of a metadata record, about: the header of a batch and a record's fields; only the network's timing sees it. */
const bytesPerRecord = 64

/** A batch of metadata records without offsets. */
export function metadataBatch(records: readonly MetadataRecord[], timestampMs: number): MetadataBatch {
  return payloadBatch(records, {
    recordCount: records.length,
    sizeInBytes: 61 + bytesPerRecord * records.length,
    timestampMs,
    isControl: records[0]?.type === 'LeaderChangeMessage',
  })
}

/** The metadata records of a batch of the metadata log. */
export function metadataRecordsOf(batch: RecordBatch): readonly MetadataRecord[] {
  const payload = payloadOf(batch)
  // Nothing but metadata batches is ever appended to this log.
  return Array.isArray(payload) ? (payload as readonly MetadataRecord[]) : []
}
