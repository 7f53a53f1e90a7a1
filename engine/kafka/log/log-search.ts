import type { RecordBatch } from '../record/record-batch.ts'
import type { SegmentFile } from './log-files.ts'

/** Index of the segment that an offset belongs to: the last one that begins at or before it; 0 when all begin later. */
export function segmentIndexOf(segments: readonly SegmentFile[], offset: number): number {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((segments[middle]?.baseOffset ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}

/** Index of the first batch that ends at or after an offset; the number of batches when there is none. */
export function batchIndexOf(batches: readonly RecordBatch[], offset: number): number {
  let low = 0
  let high = batches.length
  // Followers and most readers are near the end: the search goes back from there in steps that double.
  for (let index = high - 1, step = 1; index >= 0; index -= step, step *= 2) {
    if ((batches[index]?.lastOffset ?? 0) < offset) {
      low = index + 1
      break
    }
    high = index
  }
  while (low < high) {
    const middle = (low + high) >> 1
    if ((batches[middle]?.lastOffset ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}
