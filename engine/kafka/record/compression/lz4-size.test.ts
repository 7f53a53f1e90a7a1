import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lz4BlockBytes, lz4FrameBytes } from './lz4-size.ts'

describe('the size of LZ4', () => {
  it('is one byte more than up to fourteen bytes without a match, which are literals behind a token', () => {
    expect(lz4BlockBytes(Uint8Array.from({ length: 14 }, (_, index) => index))).toBe(15)
  })

  it('of a long run of one byte is a first literal, one match, and five last literals', () => {
    // Token, literal, offset; the match has 1,000 - 1 - 5 bytes, 975 of which beyond token and least length; token, five literals.
    expect(lz4BlockBytes(new Uint8Array(1000))).toBe(1 + 1 + 2 + Math.floor((994 - 4 - 15) / 255) + 1 + 1 + 5)
  })

  it('of a frame never grows by more than its header, its end, and one header for each block of 64 KiB', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
      expect(lz4FrameBytes(bytes)).toBeLessThanOrEqual(7 + 4 + (bytes.length === 0 ? 0 : 4) + bytes.length)
    }))
    expect(lz4FrameBytes(new Uint8Array(65_537))).toBe(7 + 4 + 4 + lz4BlockBytes(new Uint8Array(65_536)) + 4 + 1)
  })
})
