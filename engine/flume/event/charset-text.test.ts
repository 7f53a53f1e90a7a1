import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesAsText, charsetNamed, hasRawBytes, readAs, textAsBytes, writtenAs } from './charset-text.ts'

describe('the text of bytes', () => {
  it('keeps every byte, whether it is UTF-8 or not', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => {
      expect(textAsBytes(bytesAsText([...bytes]))).toEqual([...bytes])
    }))
  })

  it('is what UTF-8 says where the bytes are valid', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const bytes = [...new TextEncoder().encode(text)]
      expect(textAsBytes(text)).toEqual(bytes)
      expect(bytesAsText(bytes)).toBe(text)
    }))
  })

  it('tells raw bytes from the halves of characters outside of the basic plane', () => {
    expect([hasRawBytes('\u{1f480}'), hasRawBytes(bytesAsText([0xff, 0x41]))]).toEqual([false, true])
  })
})

describe('a charset', () => {
  it('reads UTF-8 as ISO-8859-1 does: a character for each byte', () => {
    expect(readAs('é', 'latin-1')).toBe('\u00c3\u00a9')
    expect(writtenAs(readAs('é€', 'latin-1'), 'latin-1')).toBe('é€')
  })

  it('writes UTF-16 with a byte order mark, and reads it back', () => {
    expect(textAsBytes(writtenAs('x', 'utf-16'))).toEqual([0xfe, 0xff, 0x00, 0x78])
    expect(readAs(writtenAs('x€', 'utf-16'), 'utf-16')).toBe('x€')
    expect(readAs(writtenAs('x€', 'utf-16le'), 'utf-16le')).toBe('x€')
  })

  it('shows what is malformed as U+FFFD, and what it has not as a question mark', () => {
    expect(readAs(bytesAsText([0xff, 0x41]), 'utf-8')).toBe('\ufffdA')
    expect(readAs('é', 'ascii')).toBe('\ufffd\ufffd')
    expect(writtenAs('€', 'latin-1')).toBe('?')
  })

  it('is known by the names of Java', () => {
    expect(['UTF-8', 'utf8', 'ISO-8859-1', 'US-ASCII', 'Shift_JIS'].map((name) => charsetNamed(name))).toEqual(['utf-8', 'utf-8', 'latin-1', 'ascii', undefined])
  })
})
