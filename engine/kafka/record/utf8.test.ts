import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { utf8Bytes } from './utf8-bytes.ts'
import { utf8Encode } from './utf8-encode.ts'

describe('UTF-8', () => {
  it('encodes well-formed text as the platform does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Encode(text)).toEqual(new TextEncoder().encode(text))
      }),
    )
  })

  it('writes a question mark for half a surrogate pair, as Java does', () => {
    expect([...utf8Encode('a\ud83d')]).toEqual([0x61, 0x3f])
  })

  it('counts what it would write, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }), (text) => {
        expect(utf8Bytes(text)).toBe(utf8Encode(text).length)
      }),
    )
  })
})
