import type { RecordBatch } from '../record/record-batch.ts'

/** A batch that knows the timestamp of each of its records. Others are taken to have that of the largest one. */
export interface TimedBatch extends RecordBatch {
  readonly recordTimestampsMs: readonly number[] | undefined
}

/** Timestamps of a batch's records in milliseconds; only the largest one when the batch does not know them. */
export function recordTimestampsMs(batch: RecordBatch): readonly number[] {
  return timestampsIn(batch) ?? [batch.maxTimestampMs]
}

/** The timestamps that a batch knows; undefined when it does not. */
export function timestampsIn(batch: RecordBatch): readonly number[] | undefined {
  return 'recordTimestampsMs' in batch ? (batch as TimedBatch).recordTimestampsMs : undefined
}
