import type { AppendFile } from '../../sim/append-file.ts'
import type { Disk } from '../../sim/disk.ts'
import type { Process } from '../../sim/process.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { SegmentIndex } from './segment-index.ts'

/** One segment of a log: a `.log` file named by its first offset. */
export interface SegmentFile {
  readonly baseOffset: number
  readonly file: AppendFile<RecordBatch>
  readonly index: SegmentIndex
  /** When it was created, in wall-clock milliseconds. */
  readonly createdMs: number
}

/** Called with batches that the hardware destroyed. */
export type BatchesLost = (batches: readonly RecordBatch[], cause: string) => void

/** Name of a segment's file, as Kafka writes it: the offset in twenty digits. */
function segmentFileName(baseOffset: number): string {
  return `${String(baseOffset).padStart(20, '0')}.log`
}

/**
 * One replica's directory on a disk. It outlives the broker's process: what is here is what a broker finds when it starts
 * again.
 */
export class LogFiles {
  readonly directory: string
  readonly disk: Disk
  readonly #onLost: BatchesLost
  readonly #segments: SegmentFile[] = []
  /** First offset that may be read (log-start-offset-checkpoint); deletions raise it. */
  startOffset = 0
  /** First offset that the cleaner has not seen (cleaner-offset-checkpoint); undefined before its first pass. */
  firstDirtyOffset: number | undefined

  constructor(disk: Disk, directory: string, onLost: BatchesLost) {
    this.disk = disk
    this.directory = directory
    this.#onLost = onLost
  }

  /** Segments by base offset, the active one last. */
  get segments(): readonly SegmentFile[] {
    return this.#segments
  }

  /** Adds an empty segment at the end. @throws DiskError when the disk is lost */
  addSegment(baseOffset: number, createdMs: number): SegmentFile {
    this.disk.allocate(0)
    const path = `${this.directory}/${segmentFileName(baseOffset)}`
    const segment = { baseOffset, createdMs, index: new SegmentIndex(), file: this.disk.appendFile<RecordBatch>(path, this.#onLost) }
    this.#segments.push(segment)
    return segment
  }

  /** Removes a segment's file; the caller accounts for what was in it, which is returned. */
  removeSegment(segment: SegmentFile): readonly RecordBatch[] {
    const index = this.#segments.indexOf(segment)
    if (index >= 0) this.#segments.splice(index, 1)
    const { entries } = segment.file
    this.disk.delete(segment.file.path)
    return entries
  }

  /**
   * Puts one segment in the place of several (LocalLog.replaceSegments): what a cleaning wrote.
   * @throws DiskError when the disk is full or lost
   */
  replaceSegments(replaced: readonly SegmentFile[], batches: readonly RecordBatch[], process: Process): void {
    const [first] = replaced
    if (first === undefined) return
    const index = this.#segments.indexOf(first)
    for (const segment of replaced) this.removeSegment(segment)
    const cleaned = this.addSegment(first.baseOffset, first.createdMs)
    this.#segments.splice(index, 0, ...this.#segments.splice(this.#segments.length - 1))
    for (const batch of batches) cleaned.file.append(batch, batch.sizeInBytes)
    cleaned.file.sync(process, () => undefined)
  }

  /** Forgets every segment: the medium is gone. */
  forget(): void {
    this.#segments.length = 0
    this.firstDirtyOffset = undefined
    this.startOffset = 0
  }

  /** Calls back for each batch on the disk that ends at or after an offset, in order. */
  walk(fromOffset: number, visit: (batch: RecordBatch) => void): void {
    for (const { file } of this.#segments) {
      const last = file.entries[file.entries.length - 1]
      if (last === undefined || last.lastOffset < fromOffset) continue
      for (const batch of file.entries) if (batch.lastOffset >= fromOffset) visit(batch)
    }
  }
}
