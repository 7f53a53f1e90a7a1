import type { RecordRun } from '../../ledger/record-run.ts'

/** Compression codec of a batch (attribute bits 0–2 of the v2 format). */
export type Codec = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

/** The offset that a batch carries before a log has given it one. */
export const NO_OFFSET = -1

/** The producer id, epoch and sequence of a batch whose producer is not idempotent. */
export const NO_PRODUCER_ID = -1
/** See {@link NO_PRODUCER_ID}. */
export const NO_PRODUCER_EPOCH = -1
/** See {@link NO_PRODUCER_ID}. */
export const NO_SEQUENCE = -1

/** The part of a batch that its transport and its log need to know. */
export interface SizedBatch {
  /** Bytes in the log and on the wire, the 61 bytes of header included. */
  readonly sizeInBytes: number
}

/**
 * A record batch v2 as simulated logs and requests carry it: the header's fields, and the records as runs of the
 * ledger's numbers in order. Offsets, sequences and times are per batch; the record at position i has offset
 * baseOffset + i (compaction may leave fewer records than offsets, so `lastOffset` is kept apart).
 */
export interface RecordBatch extends SizedBatch {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly partitionLeaderEpoch: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly recordCount: number
  readonly firstTimestampMs: number
  readonly maxTimestampMs: number
  readonly isControl: boolean
  readonly isTransactional: boolean
  readonly codec: Codec
  /** The records; empty for control batches and for batches whose records were compacted away. */
  readonly runs: readonly RecordRun[]
}

/**
 * The batch as a leader stores it: its offsets start at `baseOffset` and it carries the leader's epoch
 * (UnifiedLog's assignment of offsets).
 */
export function withOffsets<Batch extends RecordBatch>(batch: Batch, baseOffset: number, partitionLeaderEpoch: number): Batch {
  const lastOffset = baseOffset + (batch.lastOffset - batch.baseOffset)
  return { ...batch, baseOffset, lastOffset, partitionLeaderEpoch }
}
