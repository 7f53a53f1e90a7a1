import { describe, expect, it } from 'vitest'
import { utf8Encode } from '../utf8-encode.ts'
import { compressedBytes, hasSizes } from './compressed-size.ts'

describe('compressedBytes', () => {
  // RFC 1952: 10 bytes of header, 8 of trailer; deflate of nothing is one empty fixed block of 2 bytes.
  it('gives the bytes of an empty gzip stream', () => {
    expect(compressedBytes('gzip', new Uint8Array(0))).toBe(20)
  })

  it('shrinks repetitive text, and leaves it alone without a codec', () => {
    const text = utf8Encode('request served in 3 ms; '.repeat(400))
    expect(compressedBytes('none', text)).toBe(text.length)
    expect(compressedBytes('gzip', text)).toBeLessThan(text.length / 20)
    expect(compressedBytes('snappy', text)).toBeLessThan(text.length / 10)
  })

  it('starts a new block, with a length field of its own, after 32 KiB', () => {
    const oneBlock = compressedBytes('snappy', new Uint8Array(32 * 1024))
    expect(compressedBytes('snappy', new Uint8Array(64 * 1024))).toBe(16 + 2 * (oneBlock - 16))
  })

  it('says of which codecs it has sizes', () => {
    expect((['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const).filter(hasSizes)).toEqual(['none', 'gzip', 'snappy', 'lz4'])
  })
})
