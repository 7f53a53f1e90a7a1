import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ByteWriter } from './byte-writer.ts'
import { unsignedVarintBytes, varintBytes, varlongBytes } from './varint.ts'

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')

describe('varints', () => {
  // The vectors of Kafka's ByteUtilsTest.
  it.each([
    [0, '00'],
    [-1, '01'],
    [1, '02'],
    [63, '7e'],
    [-64, '7f'],
    [64, '8001'],
    [-65, '8101'],
    [8191, 'fe7f'],
    [-8192, 'ff7f'],
    [8192, '808001'],
    [2147483647, 'feffffff0f'],
    [-2147483648, 'ffffffff0f'],
  ])('writes %i as %s', (value, expected) => {
    expect(hex(new ByteWriter().varint(value).toBytes())).toBe(expected)
  })

  it('takes 10 bytes for the smallest long', () => {
    expect(varlongBytes(-(2n ** 63n))).toBe(10)
  })

  it('knows the size of every int without writing it', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(varintBytes(value)).toBe(new ByteWriter().varint(value).length)
      }),
    )
  })

  it('knows the size of every long, be it a number or a bigint', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const written = new ByteWriter().varint(value).length
        expect([varlongBytes(value), varlongBytes(BigInt(value))]).toEqual([written, written])
      }),
    )
  })

  it('grows by one byte at each seventh bit when unsigned', () => {
    expect([127, 128, 16_383, 16_384].map(unsignedVarintBytes)).toEqual([1, 2, 2, 3])
  })
})
