import { allocatedBatchBytes, EMPTY_BATCH, fillWithEqualRecords } from '../../../../engine/kafka/record/batch-room.ts'
import { encodeBatch, plainBatchHeader, type EncodedRecord } from '../../../../engine/kafka/record/batch-encoding.ts'
import { ByteWriter } from '../../../../engine/kafka/record/byte-writer.ts'
import { encodeEndTransactionMarker, markerKey, markerValue } from '../../../../engine/kafka/record/end-transaction-marker.ts'
import { compressedBytes, hasSizes } from '../../../../engine/kafka/record/compression/compressed-size.ts'
import type { Codec } from '../../../../engine/kafka/record/record-batch.ts'
import { estimateBatchSizeUpperBound, RECORD_BATCH_OVERHEAD_BYTES, recordBatchSize, recordSize, type RecordShape } from '../../../../engine/kafka/record/record-size.ts'
import { incrementSequence } from '../../../../engine/kafka/record/sequence.ts'
import { utf8Encode } from '../../../../engine/kafka/record/utf8-encode.ts'
import { varintBytes, varlongBytes } from '../../../../engine/kafka/record/varint.ts'
import { numberOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { fillTemplate } from '../fill-template.ts'
import { batchHeaderFields } from './batch-header-fields.ts'
import { hexOf, utf8OrNull } from './bytes.ts'
import type { FunctionReplay } from './function-replay.ts'

/** Sizes and bytes of record batches. */
export const recordBatchFunctions: ReadonlyMap<string, FunctionReplay> = new Map<string, FunctionReplay>([
  ['record-batch-size', batchSize],
  ['record-batch-bytes', batchBytes],
  ['record-batch-compressed-size', compressedSize],
  ['end-transaction-marker', endTransactionMarker],
  ['varint', (input) => ({ size: varintBytes(Number(input)), hex: hexOf(new ByteWriter().varint(Number(input)).toBytes()) })],
  ['varlong', (input) => ({ size: varlongBytes(BigInt(plainText(input))), hex: hexOf(new ByteWriter().varint(BigInt(plainText(input))).toBytes()) })],
  ['sequence-increment', (input) => ({ next: incrementSequence(numberOf(input, 'sequence') ?? 0, numberOf(input, 'increment') ?? 0) })],
  ['records-per-full-batch', recordsPerFullBatch],
])

/** Why sizes of compressed batches are not replayed. */
export const compressorsLeftOut = 'the sizes of this compressor are not modelled'

const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

function shapeOf(input: Json): RecordShape {
  const header = { keySize: numberOf(input, 'headerKeySize') ?? 0, valueSize: numberOf(input, 'headerValueSize') ?? 0 }
  return {
    keySize: numberOf(input, 'keySize') ?? -1,
    valueSize: numberOf(input, 'valueSize') ?? -1,
    headers: Array.from({ length: numberOf(input, 'headers') ?? 0 }, () => header),
  }
}

function batchSize(input: Json, setup: Json): Json {
  const shape = shapeOf(input)
  const count = numberOf(input, 'count') ?? 0
  const stepMs = numberOf(input, 'timestampStepMs') ?? 0
  const base = numberOf(setup, 'baseTimestamp') ?? 0
  const records = Array.from({ length: count }, () => shape)
  return {
    batchSizeInBytes: recordBatchSize(records, records.map((_, index) => base + index * stepMs)),
    firstRecordSize: count === 0 ? 0 : recordSize(shape, 0, 0),
    lastRecordSize: count === 0 ? 0 : recordSize(shape, count - 1, (count - 1) * stepMs),
    estimateUpperBoundOneRecord: count === 0 ? null : estimateBatchSizeUpperBound(shape),
  }
}

function batchBytes(input: Json): Json {
  const header = {
    ...plainBatchHeader(numberOf(input, 'baseOffset') ?? 0, numberOf(input, 'leaderEpoch') ?? 0),
    producerId: numberOf(input, 'producerId') ?? -1,
    producerEpoch: numberOf(input, 'producerEpoch') ?? -1,
    baseSequence: numberOf(input, 'baseSequence') ?? -1,
    isTransactional: property(input, 'transactional') === true,
  }
  const bytes = encodeBatch(header, recordsOf(input))
  return { hex: hexOf(bytes), batch: batchHeaderFields(bytes) }
}

/** One record from the input's fields, or several from its text `key=value@T+ms …`. */
function recordsOf(input: Json): readonly EncodedRecord[] {
  const records = textOf(input, 'records')
  if (records === '') {
    return [{ timestampMs: numberOf(input, 'timestamp') ?? 0, key: utf8OrNull(property(input, 'key')), value: utf8OrNull(property(input, 'value')), headers: [] }]
  }
  const baseMs = numberOf(input, 'T') ?? 0
  return records.split(/[,\s]+/).filter((text) => text !== '').map((text) => {
    const [, key = '', value = '', deltaMs = '0'] = /^(.*?)=(.*)@T(?:\+(\d+))?$/.exec(text) ?? []
    const bytes = (part: string): Uint8Array | null => utf8OrNull(part === 'null' ? null : part)
    return { timestampMs: baseMs + Number(deltaMs), key: bytes(key), value: bytes(value), headers: [] }
  })
}

/** Values are a text with the record's number in it, repeated and cut; sizes of codecs whose library is not at hand are left out. */
function compressedSize(input: Json, setup: Json): Json | NotReplayable {
  const codec = codecs.find((name) => name === textOf(input, 'compression'))
  if (codec === undefined || !hasSizes(codec)) return new NotReplayable(compressorsLeftOut)
  const value = property(setup, 'value')
  const size = numberOf(input, textOf(value, 'to')) ?? 0
  const records = Array.from({ length: numberOf(input, 'count') ?? 0 }, (_, index): EncodedRecord => {
    const text = fillTemplate(textOf(value, 'repeatAndCut'), index)
    return { timestampMs: index, key: null, value: utf8Encode(text.repeat(Math.ceil(size / text.length))).slice(0, size), headers: [] }
  })
  const bytes = encodeBatch(plainBatchHeader(0, 0), records)
  const sizeInBytes = RECORD_BATCH_OVERHEAD_BYTES + compressedBytes(codec, bytes.slice(RECORD_BATCH_OVERHEAD_BYTES))
  return { sizeInBytes, uncompressed: bytes.length, ratio: Math.round((sizeInBytes * 1000) / bytes.length) / 1000 }
}

function endTransactionMarker(input: Json): Json {
  const marker = textOf(input, 'marker') === 'COMMIT' ? 'COMMIT' : 'ABORT'
  const coordinatorEpoch = numberOf(input, 'coordinatorEpoch') ?? 0
  const bytes = encodeEndTransactionMarker({
    marker,
    coordinatorEpoch,
    baseOffset: numberOf(input, 'baseOffset') ?? 0,
    partitionLeaderEpoch: numberOf(input, 'partitionLeaderEpoch') ?? 0,
    producerId: numberOf(input, 'producerId') ?? 0,
    producerEpoch: numberOf(input, 'producerEpoch') ?? 0,
    timestampMs: numberOf(input, 'timestamp') ?? 0,
  })
  return { batch: batchHeaderFields(bytes), keyHex: hexOf(markerKey(marker)), valueHex: hexOf(markerValue(coordinatorEpoch)), hex: hexOf(bytes) }
}

function recordsPerFullBatch(input: Json, setup: Json): Json {
  const shape = shapeOf(input)
  const allocated = allocatedBatchBytes(numberOf(input, 'batchSize') ?? 0, shape)
  const { recordCount, sizeInBytes } = fillWithEqualRecords(EMPTY_BATCH, allocated, shape, numberOf(setup, 'cap') ?? 100_000)
  return { recordsThatFit: recordCount, sizeInBytes, allocated }
}
