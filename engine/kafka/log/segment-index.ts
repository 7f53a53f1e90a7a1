import type { RecordBatch } from '../record/record-batch.ts'
import type { LogConfig } from './log-config.ts'

/** Bytes of an entry of the offset index and of the time index. */
const offsetEntryBytes = 8
const timeEntryBytes = 12

/** How full the two indexes of a segment are (LogSegment.append, OffsetIndex, TimeIndex). What they are for costs nothing here. */
export class SegmentIndex {
  #offsetEntries = 0
  #timeEntries = 0
  #lastIndexedMs = -1
  #largestMs = -1
  #bytesSinceLastEntry = 0

  /** Counts a batch that goes into the segment. */
  note(batch: RecordBatch, config: LogConfig): void {
    if (batch.maxTimestampMs > this.#largestMs) this.#largestMs = batch.maxTimestampMs
    if (this.#bytesSinceLastEntry > config.indexIntervalBytes) {
      this.#offsetEntries++
      if (this.#largestMs > this.#lastIndexedMs) {
        this.#timeEntries++
        this.#lastIndexedMs = this.#largestMs
      }
      this.#bytesSinceLastEntry = 0
    }
    this.#bytesSinceLastEntry += batch.sizeInBytes
  }

  /** Whether either index has no room: the time index keeps its last entry free. */
  isFull({ segmentIndexBytes }: LogConfig): boolean {
    return this.#offsetEntries >= Math.floor(segmentIndexBytes / offsetEntryBytes)
      || this.#timeEntries >= Math.floor(segmentIndexBytes / timeEntryBytes) - 1
  }

  /** Begins anew for what a segment holds after it was cut off. */
  rebuild(batches: readonly RecordBatch[], config: LogConfig): void {
    this.#offsetEntries = 0
    this.#timeEntries = 0
    this.#lastIndexedMs = -1
    this.#largestMs = -1
    this.#bytesSinceLastEntry = 0
    for (const batch of batches) this.note(batch, config)
  }
}
