import { appendRun } from '../../../ledger/record-runs.ts'
import type { RecordRun } from '../../../ledger/record-run.ts'
import { RECORD_BATCH_OVERHEAD_BYTES, recordSize } from '../../record/record-size.ts'
import type { RecordBatch } from '../../record/record-batch.ts'
import { deleteHorizonOf, placedRecords, type CleanedBatch, type PlacedRecord } from '../cleaned-batch.ts'
import { payloadOf } from '../payload-batch.ts'
import type { RecordContents } from './record-contents.ts'

/** What becomes of a batch whose records are all gone. */
export type BatchRetention = 'delete' | 'retain empty' | 'delete empty'

/** How one batch is filtered. */
export interface BatchFilter {
  readonly retention: BatchRetention
  /** Its transaction was aborted, or it is a marker that nobody needs. */
  readonly isDiscarded: boolean
  /** A marker of which no transaction is left gets its delete horizon. */
  readonly isSpentMarker: boolean
  readonly contents: RecordContents
  readonly newHorizonMs: number
  keeps(record: PlacedRecord): boolean
}

/** A batch after its cleaning, and what it took. */
export interface FilteredBatch {
  /** Undefined when it is gone. */
  readonly batch: RecordBatch | undefined
  readonly messagesRead: number
  readonly messagesWritten: number
  readonly removed: readonly RecordRun[]
}

/** Filters one batch (MemoryRecords.filterTo): a batch that keeps all of its records is copied, others are written anew. */
export function filterBatch(batch: RecordBatch, filter: BatchFilter): FilteredBatch {
  if (filter.retention === 'delete') return { batch: undefined, messagesRead: 0, messagesWritten: 0, removed: batch.runs }
  const records = placedRecords(batch)
  if (batch.isControl || payloadOf(batch) !== undefined) return keptWhole(batch, filter)
  const kept = records.filter((record) => filter.keeps(record))
  const removed: RecordRun[] = []
  for (const { record, offset } of records) if (!kept.some((other) => other.offset === offset)) appendRun(removed, { first: record, count: 1 })
  const counts = { messagesRead: records.length, messagesWritten: kept.length, removed }
  if (kept.length === 0) return { batch: filter.retention === 'retain empty' ? rewritten(batch, [], filter) : undefined, ...counts }
  const hasTombstones = kept.some(({ record }) => filter.contents.shapeOf(record).valueSize < 0)
  const getsHorizon = hasTombstones && deleteHorizonOf(batch) === undefined
  if (removed.length === 0 && !getsHorizon) return { batch, ...counts }
  return { batch: rewritten(batch, kept, filter, getsHorizon ? filter.newHorizonMs : undefined), ...counts }
}

/** Control batches keep their one record; what the cluster itself wrote is not looked into. */
function keptWhole(batch: RecordBatch, filter: BatchFilter): FilteredBatch {
  const { isSpentMarker, newHorizonMs } = filter
  if (filter.isDiscarded) return { batch: rewritten(batch, [], filter), messagesRead: batch.recordCount, messagesWritten: 0, removed: [] }
  const counts = { messagesRead: batch.recordCount, messagesWritten: batch.recordCount, removed: [] }
  if (!isSpentMarker || batch.recordCount === 0 || deleteHorizonOf(batch) !== undefined) return { batch, ...counts }
  const withHorizon: CleanedBatch = { ...batch, recordOffsets: [batch.baseOffset], recordTimestampsMs: [batch.maxTimestampMs], deleteHorizonMs: newHorizonMs }
  return { batch: { ...withHorizon, sizeInBytes: batch.sizeInBytes + timestampGrowth(batch.firstTimestampMs - newHorizonMs) }, ...counts }
}

/** A marker's record grows with its timestamp's distance from the horizon, which the batch now counts from. */
function timestampGrowth(deltaMs: number): number {
  const marker = { keySize: 4, valueSize: 6, headers: [] }
  return recordSize(marker, 0, deltaMs) - recordSize(marker, 0, 0)
}

function rewritten(batch: RecordBatch, kept: readonly PlacedRecord[], { contents }: BatchFilter, horizonMs = deleteHorizonOf(batch)): CleanedBatch {
  const runs: RecordRun[] = []
  for (const { record } of kept) appendRun(runs, { first: record, count: 1 })
  const timestampsMs = kept.map(({ timestampMs }) => timestampMs)
  const baseMs = horizonMs ?? timestampsMs[0] ?? batch.firstTimestampMs
  const bytes = kept.map(({ record, offset, timestampMs }) => recordSize(contents.shapeOf(record), offset - batch.baseOffset, timestampMs - baseMs))
  const recordBytes = bytes.reduce((sum, size) => sum + size, 0)
  return {
    ...batch,
    runs,
    recordCount: kept.length,
    sizeInBytes: RECORD_BATCH_OVERHEAD_BYTES + Math.round(recordBytes * compressionRatio(batch, contents)),
    firstTimestampMs: timestampsMs[0] ?? batch.firstTimestampMs,
    maxTimestampMs: kept.length === 0 ? batch.maxTimestampMs : Math.max(...timestampsMs),
    recordOffsets: kept.map(({ offset }) => offset),
    recordTimestampsMs: timestampsMs,
    deleteHorizonMs: horizonMs,
  }
}

/** What is left of a compressed batch is taken to compress as well as it did before. */
function compressionRatio(batch: RecordBatch, contents: RecordContents): number {
  if (batch.codec === 'none') return 1
  const plain = placedRecords(batch).reduce((sum, { record, offset, timestampMs }) => sum + recordSize(contents.shapeOf(record), offset - batch.baseOffset, timestampMs - batch.firstTimestampMs), 0)
  return plain === 0 ? 1 : (batch.sizeInBytes - RECORD_BATCH_OVERHEAD_BYTES) / plain
}
