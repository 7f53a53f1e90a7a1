import type { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import type { TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { RecordRun } from '../../ledger/record-run.ts'

/** Records of one partition as a sink gets them: a run whose values are the topic's own texts, or one record with its value. */
export interface SinkRecords {
  /** The topic after the transformations. */
  readonly topic: string
  /** Where the records were read: before any transformation. */
  readonly origin: TopicPartition & { readonly offset: number }
  readonly run: RecordRun
  /** The value as text, where converter or transformations have made it another; then the run has one record. */
  readonly text?: string
}

/** A place from which a partition is to be read on. */
export interface PartitionOffset extends TopicPartition {
  readonly offset: number
}

/** Why a sink could not take records. */
export interface PutResult {
  /** A RetriableException is tried again, any other ends the task. */
  readonly error: KafkaException
  /** Where to read on when what was taken before is gone, too. */
  readonly rewindTo?: readonly PartitionOffset[]
}

/** The part of a sink task that the connector brings (SinkTask). */
export interface SinkConnectorTask {
  /** Partitions came. Calls back with offsets that the outside knows better than the group. */
  open(partitions: readonly TopicPartition[], done: (offsets: readonly PartitionOffset[]) => void): void
  /** Takes records, none when a poll brought none; calls back with what went wrong, if anything. */
  put(records: readonly SinkRecords[], done: (result?: PutResult) => void): void
  /** Which of the offsets may be committed (preCommit), after what is written has been flushed. */
  preCommit(offsets: readonly PartitionOffset[]): readonly PartitionOffset[]
  /** Partitions go. */
  close(partitions: readonly TopicPartition[]): void
}
