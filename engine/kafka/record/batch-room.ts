import { estimateBatchSizeUpperBound, offsetDeltaWidthEnd, RECORD_BATCH_OVERHEAD_BYTES, recordSize } from './record-size.ts'
import type { RecordShape } from './record-size.ts'

/** A producer's open batch, as far as its room is concerned. */
export interface BatchFill {
  /** Bytes that would be written so far, the header included. */
  readonly sizeInBytes: number
  readonly recordCount: number
}

/** A batch without a record: only its header. */
export const EMPTY_BATCH: BatchFill = { sizeInBytes: RECORD_BATCH_OVERHEAD_BYTES, recordCount: 0 }

/** Bytes a producer allocates for a batch that begins with a record of this shape (RecordAccumulator.append). */
export function allocatedBatchBytes(batchSizeBytes: number, first: RecordShape): number {
  return Math.max(batchSizeBytes, estimateBatchSizeUpperBound(first))
}

/**
 * Whether an open uncompressed batch takes one more record (MemoryRecordsBuilder.hasRoomFor): the first always,
 * the others while their real size fits below `limitBytes`, which is what {@link allocatedBatchBytes} gave.
 *
 * @param timestampDeltaMs the record's timestamp minus that of the batch's first record
 */
export function hasRoomFor(fill: BatchFill, limitBytes: number, shape: RecordShape, timestampDeltaMs: number): boolean {
  if (fill.recordCount === 0) return true
  return fill.sizeInBytes + recordSize(shape, fill.recordCount, timestampDeltaMs) <= limitBytes
}

/**
 * The batch after it has taken as many of `count` records of one shape and one timestamp as it has room for; the
 * same as asking {@link hasRoomFor} record by record, without a step per record.
 */
export function fillWithEqualRecords(
  fill: BatchFill,
  limitBytes: number,
  shape: RecordShape,
  count: number,
  timestampDeltaMs = 0,
): BatchFill {
  let { sizeInBytes, recordCount } = fill
  const end = fill.recordCount + count
  while (recordCount < end) {
    const bytesPerRecord = recordSize(shape, recordCount, timestampDeltaMs)
    const fitting = Math.max(Math.floor((limitBytes - sizeInBytes) / bytesPerRecord), recordCount === 0 ? 1 : 0)
    const taken = Math.min(fitting, Math.min(end, offsetDeltaWidthEnd(recordCount)) - recordCount)
    if (taken === 0) break
    sizeInBytes += taken * bytesPerRecord
    recordCount += taken
  }
  return { sizeInBytes, recordCount }
}
