import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asLatin1, locate, readProperties } from './read-properties.ts'

function pairs(text: string): [string, string][] {
  return readProperties(text).entries.map(({ key, value }) => [key, value])
}

describe('a properties file', () => {
  it.each([
    ['a = b', 'a', 'b'],
    ['a:b', 'a', 'b'],
    ['a b', 'a', 'b'],
    ['a\t=\fb', 'a', 'b'],
    ['a = = b', 'a', '= b'],
    ['a', 'a', ''],
    ['  a=b  ', 'a', 'b  '],
    ['a\\ b=c', 'a b', 'c'],
    ['a\\=b=c', 'a=b', 'c'],
    ['a=\\u0041\\tB', 'a', 'A\tB'],
    ['a=C:\\temp', 'a', 'C:\temp'],
    ['a=b # no comment', 'a', 'b # no comment'],
    ['a=x\\', 'a', 'x'],
    ['a=x\\\\', 'a', 'x\\'],
    ['=b', '', 'b'],
  ])('reads %j', (text, key, value) => {
    expect(pairs(text)).toEqual([[key, value]])
  })

  it('leaves out blank lines and comments', () => {
    expect(pairs('\n  # one\n! two\n\t\na=1\n')).toEqual([['a', '1']])
  })

  it('joins continued lines without the white space at their start, a comment sign included', () => {
    expect(pairs('a = one,\\\n    two,\\\n  # three\nb = 4')).toEqual([
      ['a', 'one,two,# three'],
      ['b', '4'],
    ])
  })

  it('ends a continuation at a blank line', () => {
    expect(pairs('a = 1\\\n\nb = 2')).toEqual([
      ['a', '1'],
      ['b', '2'],
    ])
  })

  it.each(['\n', '\r', '\r\n'])('ends lines with %j', (end) => {
    expect(pairs(`a=1${end}b=2\\${end} 3`)).toEqual([
      ['a', '1'],
      ['b', '23'],
    ])
  })

  it('is read as ISO-8859-1, so that UTF-8 falls apart', () => {
    expect(pairs('k=ä€')).toEqual([['k', '\u00c3\u00a4\u00e2\u0082\u00ac']])
    expect(pairs('\ufeffa1.sources=r1')[0]?.[0]).toBe('\u00ef\u00bb\u00bfa1.sources')
    expect(asLatin1('\u{1f600}')).toHaveLength(4)
  })

  it('stops at a malformed escape and says where', () => {
    const { entries, malformedAt } = readProperties('a=1\nb=C:\\users\nc=3')
    expect(entries).toHaveLength(1)
    expect(malformedAt).toMatchObject({ line: 2, column: 1 })
  })

  it('reads back any ASCII text whose special characters are escaped', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, value) => {
        const escape = (text: string): string =>
          [...text].map((char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`).join('')
        expect(pairs(`${escape(key)}=${escape(value)}`)).toEqual([[key, value]])
      }),
    )
  })
})

describe('the place of a property', () => {
  it('is that of its key and of its value, in the lines and columns of the editor', () => {
    expect(locate('# ä\n\n  a.b =  c').get('a.b')).toEqual({ line: 3, column: 3, valueLine: 3, valueColumn: 10 })
  })

  it('counts UTF-16 units, not bytes', () => {
    expect(locate('\ufeffx = 1').get('\u00ef\u00bb\u00bfx')).toEqual({
      line: 1,
      column: 1,
      valueLine: 1,
      valueColumn: 6,
    })
  })

  it('follows a value into the next line', () => {
    expect(locate('a = \\\n  b').get('a')).toEqual({ line: 1, column: 1, valueLine: 2, valueColumn: 3 })
  })

  it('is that of the last one when a key is repeated', () => {
    expect(locate('a=1\na=2').get('a')?.line).toBe(2)
  })
})
