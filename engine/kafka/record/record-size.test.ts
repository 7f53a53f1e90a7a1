import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBatch, plainBatchHeader } from './batch-encoding.ts'
import { allocatedBatchBytes, EMPTY_BATCH, fillWithEqualRecords, hasRoomFor } from './batch-room.ts'
import { estimateBatchSizeUpperBound, recordBatchSize, recordSize, type RecordShape } from './record-size.ts'

const shape = (keySize: number, valueSize: number): RecordShape => ({ keySize, valueSize, headers: [] })
const size = fc.integer({ min: -1, max: 300 })
const anyShape = fc.record({
  keySize: size,
  valueSize: size,
  headers: fc.array(fc.record({ keySize: fc.nat(20), valueSize: size }), { maxLength: 3 }),
})
const bytes = (count: number) => (count < 0 ? null : new Uint8Array(count))

describe('sizes in a v2 batch', () => {
  it('takes 7 bytes for a record of nothing: length, attributes, two deltas, key, value, headers', () => {
    expect(recordSize(shape(-1, 0), 0, 0)).toBe(7)
  })

  it('has 61 bytes of header, and no batch without a record', () => {
    expect(recordBatchSize([shape(-1, 0)], [0])).toBe(68)
    expect(recordBatchSize([], [])).toBe(0)
  })

  it('is what the encoder writes, whatever the records', () => {
    const records = fc.array(fc.tuple(anyShape, fc.nat(2 ** 40)), { minLength: 1, maxLength: 80 })
    fc.assert(
      fc.property(records, (pairs) => {
        const encoded = encodeBatch(
          plainBatchHeader(0, 0),
          pairs.map(([{ keySize, valueSize, headers }, timestampMs]) => ({
            timestampMs,
            key: bytes(keySize),
            value: bytes(valueSize),
            headers: headers.map((header) => ({ key: new Uint8Array(header.keySize), value: bytes(header.valueSize) })),
          })),
        )
        const shapes = pairs.map(([each]) => each)
        const timestamps = pairs.map(([, timestampMs]) => timestampMs)
        expect(recordBatchSize(shapes, timestamps)).toBe(encoded.length)
      }),
    )
  })

  it('never exceeds the upper bound with one record', () => {
    fc.assert(
      fc.property(anyShape, (each) => {
        expect(recordBatchSize([each], [0])).toBeLessThanOrEqual(estimateBatchSizeUpperBound(each))
      }),
    )
  })
})

describe('the room in a producer batch', () => {
  it('takes one record that is larger than batch.size, and then no other', () => {
    const limit = allocatedBatchBytes(100, shape(-1, 5000))
    expect(fillWithEqualRecords(EMPTY_BATCH, limit, shape(-1, 5000), 10).recordCount).toBe(1)
  })

  it('is filled by runs exactly as record by record', () => {
    fc.assert(
      fc.property(anyShape, fc.nat(4000), fc.nat(9000), fc.nat(300), (each, batchSize, count, deltaMs) => {
        const limit = allocatedBatchBytes(batchSize, each)
        let { sizeInBytes, recordCount } = EMPTY_BATCH
        while (recordCount < count && hasRoomFor({ sizeInBytes, recordCount }, limit, each, deltaMs)) {
          sizeInBytes += recordSize(each, recordCount, deltaMs)
          recordCount += 1
        }
        expect(fillWithEqualRecords(EMPTY_BATCH, limit, each, count, deltaMs)).toEqual({ sizeInBytes, recordCount })
      }),
    )
  })
})
