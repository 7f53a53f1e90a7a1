import type { RecordBatch } from '../record/record-batch.ts'
import type { LogConfig } from './log-config.ts'
import type { SegmentFile } from './log-files.ts'

/**
 * Whether a batch must go to a new segment: it does not fit, an index is full, or its timestamp lies more than segment.ms after
 * that of the segment's first batch (LogSegment.shouldRoll). An idle segment never rolls by itself.
 */
export function shouldRoll(active: SegmentFile, batch: RecordBatch, config: LogConfig): boolean {
  const [first] = active.file.entries
  if (first === undefined) return false
  if (active.index.isFull(config)) return true
  return active.file.lengthBytes > config.segmentBytes - batch.sizeInBytes || batch.maxTimestampMs - first.maxTimestampMs > config.segmentMs
}

/** The largest timestamp in a segment, in milliseconds; when it has none, the time of its creation. */
export function largestTimestampMs(segment: SegmentFile): number {
  let largest = -1
  for (const batch of segment.file.entries) if (batch.maxTimestampMs > largest) largest = batch.maxTimestampMs
  return largest >= 0 ? largest : segment.createdMs
}
