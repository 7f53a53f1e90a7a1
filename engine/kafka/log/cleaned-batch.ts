import type { RecordBatch } from '../record/record-batch.ts'
import { timestampsIn } from './timed-batch.ts'

/** A batch that a cleaning has written anew: some of its records are gone, the others keep their offsets. */
export interface CleanedBatch extends RecordBatch {
  /** Offsets of its records, in order. */
  readonly recordOffsets: readonly number[]
  readonly recordTimestampsMs: readonly number[]
  /** When its tombstones, or its marker, may go (KIP-534); undefined when that was not set. */
  readonly deleteHorizonMs: number | undefined
}

/** One record of a batch. */
export interface PlacedRecord {
  readonly record: number
  readonly offset: number
  readonly timestampMs: number
}

/** A batch's delete horizon. */
export function deleteHorizonOf(batch: RecordBatch): number | undefined {
  return isCleaned(batch) ? batch.deleteHorizonMs : undefined
}

/** Offset of the record at a place in its batch. */
export function offsetAt(batch: RecordBatch, index: number): number {
  return isCleaned(batch) ? (batch.recordOffsets[index] ?? batch.lastOffset) : batch.baseOffset + index
}

/** How many records of a batch lie before an offset. */
export function recordsBefore(batch: RecordBatch, offset: number): number {
  if (!isCleaned(batch)) return Math.max(0, Math.min(offset - batch.baseOffset, batch.recordCount))
  const index = batch.recordOffsets.findIndex((recordOffset) => recordOffset >= offset)
  return index < 0 ? batch.recordOffsets.length : index
}

/** How many of the next `countMax` records from a place on have offsets without a gap between them. */
export function recordsWithoutGap(batch: RecordBatch, index: number, countMax: number): number {
  if (!isCleaned(batch)) return countMax
  let count = 1
  while (count < countMax && offsetAt(batch, index + count) === offsetAt(batch, index) + count) count++
  return Math.min(count, countMax)
}

/** The ledger's records in a batch with their offsets and times, in order; none of control batches. */
export function placedRecords(batch: RecordBatch): readonly PlacedRecord[] {
  const timestampsMs = timestampsIn(batch)
  const placed: PlacedRecord[] = []
  for (const { first, count } of batch.runs) {
    for (let index = 0; index < count; index++) {
      const place = placed.length
      placed.push({ record: first + index, offset: offsetAt(batch, place), timestampMs: timestampsMs?.[place] ?? batch.firstTimestampMs })
    }
  }
  return placed
}

function isCleaned(batch: RecordBatch): batch is CleanedBatch {
  return 'recordOffsets' in batch
}
