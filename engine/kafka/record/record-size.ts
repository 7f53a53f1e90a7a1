import { varintBytes, varlongBytes } from './varint.ts'

/** Sizes that decide a record's size in a v2 batch; a null key or value is -1. */
export interface RecordShape {
  /** Bytes of the serialized key, -1 for null. */
  readonly keySize: number
  /** Bytes of the serialized value, -1 for null (a tombstone). */
  readonly valueSize: number
  readonly headers: readonly HeaderShape[]
}

/** Sizes of one header; a null value is -1. */
export interface HeaderShape {
  readonly keySize: number
  readonly valueSize: number
}

/** Bytes of the header of a v2 batch (DefaultRecordBatch.RECORD_BATCH_OVERHEAD). */
export const RECORD_BATCH_OVERHEAD_BYTES = 61

/** The most that a record takes besides key, value and headers (DefaultRecord.MAX_RECORD_OVERHEAD). */
const MAX_RECORD_OVERHEAD_BYTES = 21

/**
 * Bytes of a record in its batch, its length field included (DefaultRecord.sizeInBytes).
 *
 * @param offsetDelta the record's offset minus the batch's base offset
 * @param timestampDeltaMs the record's timestamp minus that of the batch's first record
 */
export function recordSize(shape: RecordShape, offsetDelta: number, timestampDeltaMs: number): number {
  const body = 1 + varlongBytes(timestampDeltaMs) + varintBytes(offsetDelta) + contentSize(shape)
  return varintBytes(body) + body
}

/** Bytes of a batch whose record i is `records[i]` with timestamp `timestampsMs[i]`; no records make no batch. */
export function recordBatchSize(records: readonly RecordShape[], timestampsMs: readonly number[]): number {
  const [firstTimestampMs = 0] = timestampsMs
  let bytes = records.length === 0 ? 0 : RECORD_BATCH_OVERHEAD_BYTES
  for (const [offsetDelta, record] of records.entries()) {
    bytes += recordSize(record, offsetDelta, (timestampsMs[offsetDelta] ?? firstTimestampMs) - firstTimestampMs)
  }
  return bytes
}

/** The most a single record's batch can take, uncompressed (AbstractRecords.estimateSizeInBytesUpperBound). */
export function estimateBatchSizeUpperBound(shape: RecordShape): number {
  return RECORD_BATCH_OVERHEAD_BYTES + MAX_RECORD_OVERHEAD_BYTES + contentSize(shape)
}

/** First offset delta above `delta` whose varint is one byte longer: 64, 8192, 2^20, 2^27; between, sizes do not change. */
export function offsetDeltaWidthEnd(delta: number): number {
  let end = 64
  while (end <= delta) end *= 128
  return end
}

function contentSize(shape: RecordShape): number {
  let bytes = lengthPrefixedSize(shape.keySize) + lengthPrefixedSize(shape.valueSize) + varintBytes(shape.headers.length)
  for (const header of shape.headers) bytes += lengthPrefixedSize(header.keySize) + lengthPrefixedSize(header.valueSize)
  return bytes
}

function lengthPrefixedSize(size: number): number {
  return size < 0 ? 1 : varintBytes(size) + size
}
