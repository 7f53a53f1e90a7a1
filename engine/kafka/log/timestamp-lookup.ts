import type { RecordBatch } from '../record/record-batch.ts'
import { offsetAt } from './cleaned-batch.ts'
import type { PartitionLog } from './partition-log.ts'
import { timestampsIn } from './timed-batch.ts'

/** A record's offset and timestamp. */
export interface TimestampOffset {
  readonly offset: number
  readonly timestampMs: number
}

/** The first record at or after a timestamp (ListOffsets with a timestamp). */
export function firstAtOrAfter(log: PartitionLog, timestampMs: number): TimestampOffset | undefined {
  for (const { file } of log.files.segments) {
    for (const batch of file.entries) {
      if (batch.lastOffset < log.logStartOffset || batch.maxTimestampMs < timestampMs) continue
      for (const record of recordsOf(batch)) if (record.timestampMs >= timestampMs && record.offset >= log.logStartOffset) return record
    }
  }
  return undefined
}

/** The first record with the largest timestamp (ListOffsets with timestamp −3, KIP-734). */
export function largestTimestamp(log: PartitionLog): TimestampOffset | undefined {
  let largest: TimestampOffset | undefined
  for (const { file } of log.files.segments) {
    for (const batch of file.entries) {
      if (batch.maxTimestampMs <= (largest?.timestampMs ?? -1)) continue
      largest = recordsOf(batch).find(({ timestampMs }) => timestampMs === batch.maxTimestampMs)
    }
  }
  return largest
}

/** The records of a batch that a lookup may find: all, where their timestamps are known, else the first and the last. */
function recordsOf(batch: RecordBatch): readonly TimestampOffset[] {
  const timestampsMs = timestampsIn(batch)
  if (timestampsMs !== undefined) return timestampsMs.map((timestampMs, index) => ({ offset: offsetAt(batch, index), timestampMs }))
  const first = { offset: batch.baseOffset, timestampMs: batch.firstTimestampMs }
  return batch.firstTimestampMs === batch.maxTimestampMs ? [first] : [first, { offset: batch.lastOffset, timestampMs: batch.maxTimestampMs }]
}
