import { ByteWriter } from './byte-writer.ts'
import { crc32c } from './crc32c.ts'

/** A record with its content, for a batch that is written out byte by byte. */
export interface EncodedRecord {
  readonly timestampMs: number
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  readonly headers: readonly EncodedHeader[]
}

/** A record's header; its key is in UTF-8. */
export interface EncodedHeader {
  readonly key: Uint8Array
  readonly value: Uint8Array | null
}

/** The header fields of a v2 batch that do not follow from its records. */
export interface BatchHeader {
  readonly baseOffset: number
  readonly partitionLeaderEpoch: number
  readonly producerId: number
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly isTransactional: boolean
  readonly isControl: boolean
}

/** Header of a batch at `baseOffset` whose producer is neither idempotent nor transactional. */
export function plainBatchHeader(baseOffset: number, partitionLeaderEpoch: number): BatchHeader {
  return {
    baseOffset,
    partitionLeaderEpoch,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    isTransactional: false,
    isControl: false,
  }
}

const MAGIC = 2
const TRANSACTIONAL_BIT = 0x10
const CONTROL_BIT = 0x20

/**
 * The bytes of an uncompressed v2 batch with timestamps of type CreateTime, CRC-32C included (DefaultRecordBatch).
 *
 * @param records at least one
 */
export function encodeBatch(header: BatchHeader, records: readonly EncodedRecord[]): Uint8Array {
  const checked = encodeChecked(header, records)
  const length = 4 + 1 + 4 + checked.length
  return new ByteWriter()
    .int64(header.baseOffset)
    .int32(length)
    .int32(header.partitionLeaderEpoch)
    .int8(MAGIC)
    .int32(crc32c(checked))
    .raw(checked)
    .toBytes()
}

/** The part of the batch that its CRC covers: from the attributes on, so that a leader can set offset and epoch freely. */
function encodeChecked(header: BatchHeader, records: readonly EncodedRecord[]): Uint8Array {
  const firstTimestampMs = records[0]?.timestampMs ?? -1
  const maxTimestampMs = records.reduce((max, record) => Math.max(max, record.timestampMs), firstTimestampMs)
  const writer = new ByteWriter()
    .int16((header.isTransactional ? TRANSACTIONAL_BIT : 0) | (header.isControl ? CONTROL_BIT : 0))
    .int32(records.length - 1)
    .int64(firstTimestampMs)
    .int64(maxTimestampMs)
    .int64(header.producerId)
    .int16(header.producerEpoch)
    .int32(header.baseSequence)
    .int32(records.length)
  for (const [offsetDelta, record] of records.entries()) {
    const body = encodeRecord(record, offsetDelta, record.timestampMs - firstTimestampMs)
    writer.varint(body.length).raw(body)
  }
  return writer.toBytes()
}

function encodeRecord(record: EncodedRecord, offsetDelta: number, timestampDeltaMs: number): Uint8Array {
  const writer = new ByteWriter()
    .int8(0)
    .varint(timestampDeltaMs)
    .varint(offsetDelta)
    .nullable(record.key)
    .nullable(record.value)
    .varint(record.headers.length)
  for (const header of record.headers) writer.nullable(header.key).nullable(header.value)
  return writer.toBytes()
}
