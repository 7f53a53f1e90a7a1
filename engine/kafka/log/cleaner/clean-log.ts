import type { RecordRun } from '../../../ledger/record-run.ts'
import type { Process } from '../../../sim/process.ts'
import type { RecordBatch } from '../../record/record-batch.ts'
import { deleteHorizonOf, type PlacedRecord } from '../cleaned-batch.ts'
import type { SegmentFile } from '../log-files.ts'
import type { PartitionLog } from '../partition-log.ts'
import { CleanedTransactions } from './cleaned-transactions.ts'
import { filterBatch, type BatchRetention, type FilteredBatch } from './filter-batch.ts'
import { segmentsBetween, type LogToClean } from './log-to-clean.ts'
import { OffsetMap } from './offset-map.ts'
import type { RecordContents } from './record-contents.ts'

/** What a cleaning did. */
export interface Cleaning {
  /** Where the next one begins. */
  readonly nextFirstDirtyOffset: number
  readonly messagesRead: number
  readonly messagesWritten: number
  /** Records that are gone: a newer one of their key is there, they were tombstones, or their transaction was aborted. */
  readonly removed: readonly RecordRun[]
}

/** What a cleaning works with. */
export interface CleaningContext {
  readonly contents: RecordContents
  readonly process: Process
  readonly nowMs: number
}

/**
 * Cleans a log once (Cleaner.doClean): keeps the newest record of each key below the first uncleanable offset, and of
 * tombstones, markers and aborted transactions what is still needed. Offsets stay as they are.
 */
export function cleanLog(log: PartitionLog, range: LogToClean, context: CleaningContext): Cleaning {
  const { firstDirtyOffset, firstUncleanableOffset } = range
  const map = buildOffsetMap(log, range, context.contents)
  const endOffset = map.latestOffset + 1
  const segments = segmentsBetween(log.files.segments, 0, endOffset).filter(({ baseOffset }) => baseOffset < firstUncleanableOffset)
  const pass = new CleaningPass(log, map, context)
  for (const group of groupsBySize(segments, log.config.segmentBytes)) pass.clean(group)
  log.files.firstDirtyOffset = Math.max(endOffset, firstDirtyOffset)
  return { nextFirstDirtyOffset: log.files.firstDirtyOffset, ...pass.result }
}

function buildOffsetMap(log: PartitionLog, { firstDirtyOffset, firstUncleanableOffset }: LogToClean, contents: RecordContents): OffsetMap {
  const map = new OffsetMap()
  const transactions = new CleanedTransactions(log.transactions.abortedBetween(firstDirtyOffset, firstUncleanableOffset))
  const dirty = segmentsBetween(log.files.segments, firstDirtyOffset, firstUncleanableOffset)
  for (const [index, { file }] of dirty.entries()) {
    for (const batch of file.entries) map.takeBatch(batch, firstDirtyOffset, { transactions, contents })
    map.updateLatestOffset((dirty[index + 1]?.baseOffset ?? firstUncleanableOffset) - 1)
  }
  return map
}

/** Neighbours that fit into one segment are written into one (Cleaner.groupSegmentsBySize). */
function groupsBySize(segments: readonly SegmentFile[], segmentBytes: number): readonly (readonly SegmentFile[])[] {
  const groups: SegmentFile[][] = []
  let bytes = 0
  for (const segment of segments) {
    const group = groups[groups.length - 1]
    if (group !== undefined && bytes + segment.file.lengthBytes <= segmentBytes) {
      group.push(segment)
      bytes += segment.file.lengthBytes
    } else {
      groups.push([segment])
      bytes = segment.file.lengthBytes
    }
  }
  return groups
}

class CleaningPass {
  readonly #log: PartitionLog
  readonly #map: OffsetMap
  readonly #context: CleaningContext
  readonly #transactions: CleanedTransactions
  readonly #removed: RecordRun[] = []
  #messagesRead = 0
  #messagesWritten = 0

  constructor(log: PartitionLog, map: OffsetMap, context: CleaningContext) {
    this.#log = log
    this.#map = map
    this.#context = context
    this.#transactions = new CleanedTransactions(log.transactions.abortedBetween(0, map.latestOffset + 1))
  }

  get result(): { readonly messagesRead: number; readonly messagesWritten: number; readonly removed: readonly RecordRun[] } {
    return { messagesRead: this.#messagesRead, messagesWritten: this.#messagesWritten, removed: this.#removed }
  }

  clean(segments: readonly SegmentFile[]): void {
    const batches = segments.flatMap(({ file }) => file.entries).flatMap((batch) => {
      const filtered = this.#filter(batch)
      this.#messagesRead += filtered.messagesRead
      this.#messagesWritten += filtered.messagesWritten
      this.#removed.push(...filtered.removed)
      return filtered.batch ?? []
    })
    this.#log.files.replaceSegments(segments, batches, this.#context.process)
  }

  #filter(batch: RecordBatch): FilteredBatch {
    const { contents, nowMs } = this.#context
    const isDiscardable = batch.isControl ? this.#transactions.onControlBatch(batch) : this.#transactions.onBatch(batch)
    const horizonMs = deleteHorizonOf(batch)
    const isDiscarded = isDiscardable && (!batch.isControl || (horizonMs !== undefined && horizonMs <= nowMs))
    return filterBatch(batch, {
      retention: this.#retention(batch, isDiscarded),
      isDiscarded,
      isSpentMarker: batch.isControl && isDiscardable,
      contents,
      newHorizonMs: nowMs + this.#log.config.deleteRetentionMs,
      keeps: (record) => !isDiscarded && this.#keeps(record, horizonMs),
    })
  }

  /** The last batch of a producer, and of the pass, stays even if it is empty: its sequence, or its offset, is needed. */
  #retention(batch: RecordBatch, isDiscarded: boolean): BatchRetention {
    const last = batch.producerId >= 0 ? this.#log.producers.lastRecords.get(batch.producerId) : undefined
    const isLastOfProducer = last !== undefined && (last.lastDataOffset === undefined
      ? batch.isControl && batch.producerEpoch === last.epoch
      : batch.lastOffset === last.lastDataOffset)
    if (isLastOfProducer || batch.lastOffset === this.#map.latestOffset) return 'retain empty'
    return isDiscarded ? 'delete' : 'delete empty'
  }

  #keeps({ record, offset }: PlacedRecord, horizonMs: number | undefined): boolean {
    const { contents, nowMs } = this.#context
    if (offset > this.#map.latestOffset) return true
    const key = contents.keyOf(record)
    if (key === undefined || offset < this.#map.get(key)) return false
    return contents.shapeOf(record).valueSize >= 0 || horizonMs === undefined || nowMs < horizonMs
  }
}
