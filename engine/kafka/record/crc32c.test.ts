import { describe, expect, it } from 'vitest'
import { crc32c } from './crc32c.ts'

describe('crc32c', () => {
  const count = Array.from({ length: 32 }, (_, index) => index)

  // RFC 3720, appendix B.4 (the RFC prints the bytes in the order of transmission).
  it.each([
    ['32 zeros', count.map(() => 0), 0x8a9136aa],
    ['32 ones', count.map(() => 0xff), 0x62a8ab43],
    ['ascending bytes', count, 0x46dd794e],
    ['descending bytes', count.toReversed(), 0x113fdb5c],
  ])('gives the check value of RFC 3720 for %s', (_name, bytes, expected) => {
    expect(crc32c(Uint8Array.from(bytes))).toBe(expected)
  })
})
