import { describe, expect, it } from 'vitest'
import { decodeUtf8, deserializeLines } from './deserialize-lines.ts'
import { serializeEvents } from './serialize-events.ts'
import { serializerClass } from './serializer-class.ts'

describe('LINE', () => {
  it('cuts at newlines and at the maximum, and leaves an empty event after an exact fit', () => {
    expect(deserializeLines('abcdefg\nab\n', 3)).toEqual(['abc', 'def', 'g', 'ab'])
    expect(deserializeLines('abc\n', 3)).toEqual(['abc', ''])
    expect(deserializeLines('\n\nlast', 2048)).toEqual(['', '', 'last'])
  })

  it('breaks surrogate pairs', () => {
    expect(deserializeLines('a😀b', 2)).toEqual(['a?', '?b'])
  })

  it('decodes UTF-8 by its policy about errors', () => {
    const bytes = [0xff, 0x41, 0xc3, 0xa9, 0xed, 0xa0, 0x80, 0xf0, 0x9f, 0x98, 0x80]
    expect(decodeUtf8(bytes, 'IGNORE')).toBe('Aé😀')
    expect(() => decodeUtf8(bytes, 'FAIL')).toThrow('MalformedInputException')
    expect(decodeUtf8([0xff], 'REPLACE')).toBe('\ufffd')
  })
})

describe('serializers', () => {
  it('write bodies, or Java’s text of the headers before them', () => {
    const events = [{ headers: new Map([['k', 'v'], ['j', 'w']]), body: 'é' }]
    expect(serializeEvents('text', events, true)).toMatchObject({ text: 'é\n', bytes: 3 })
    expect(serializeEvents('HEADER_AND_TEXT', events, false).text).toBe('{j=w, k=v} é')
  })

  it('add a block of Avro to the head of the container', () => {
    expect(serializeEvents('avro_event', [], true).bytes).toBe(185)
    expect(serializeEvents('avro_event', [{ headers: new Map(), body: 'hello' }], true).bytes).toBe(185 + 1 + 1 + 7 + 16)
  })

  it('are named by alias or builder', () => {
    expect(serializerClass('org.apache.flume.serialization.BodyTextEventSerializer$Builder')).toBe(serializerClass('Text'))
    expect(() => serializerClass('nosuch')).toThrow('FlumeException: java.lang.ClassNotFoundException: nosuch')
    expect(() => serializerClass('java.lang.String')).toThrow('does not appear to implement')
  })
})
