import { describe, expect, it } from 'vitest'
import { utf8Encode } from '../../kafka/record/utf8-encode.ts'
import { integer, valueText, type ConnectValue } from '../data/connect-value.ts'
import { utf8Decode } from '../data/values/utf8-decode.ts'
import { shippedConverter } from './shipped-converters.ts'
import type { Converter } from './converter.ts'

function converter(name: string, config: Readonly<Record<string, string>> = {}): Converter {
  const found = shippedConverter(`org.apache.kafka.connect.${name}`, new Map(Object.entries(config)))
  if (found === undefined) throw new RangeError(`no converter ${name}`)
  return found
}

const plainJson = converter('json.JsonConverter', { 'schemas.enable': 'false' })

function text(from: Converter, value: ConnectValue): string {
  return utf8Decode(from.fromConnect(null, value) ?? new Uint8Array())
}

describe('the JSON converter', () => {
  it('reads whole numbers as longs and maps in the order of a HashMap', () => {
    const { value } = plainJson.toConnect(utf8Encode('{"a":{"b":[1,2.5,"x",null]}}'))
    expect(valueText(value)).toBe('{a={b=[1, 2.5, x, null]}}')
  })

  it('does not look at what follows the first value', () => {
    expect(valueText(plainJson.toConnect(utf8Encode('{"a":1} trailing')).value)).toBe('{a=1}')
  })

  it('says where the text is no JSON', () => {
    const failing = () => plainJson.toConnect(utf8Encode('{"a":\n 1 "b"}'))
    expect(failing).toThrow('Converting byte[] to Kafka Connect data failed due to serialization error: ')
  })

  it('asks for an envelope unless schemas.enable is false', () => {
    expect(() => converter('json.JsonConverter').toConnect(utf8Encode('{"a":1}'))).toThrow('JsonConverter with schemas.enable requires "schema" and "payload" fields')
  })

  it('writes a schema around the value', () => {
    const bytes = converter('json.JsonConverter').fromConnect({ type: 'int64', optional: false }, integer('int64', 5))
    expect(utf8Decode(bytes ?? new Uint8Array())).toBe('{"schema":{"type":"int64","optional":false},"payload":5}')
  })

  it('escapes as Jackson does', () => {
    expect(text(plainJson, 'a"\\\n\u0001')).toBe('"a\\"\\\\\\n\\u0001"')
  })
})

describe('the other converters', () => {
  it('carry a long in eight bytes', () => {
    const longs = converter('converters.LongConverter')
    const bytes = longs.fromConnect(null, integer('int64', -2)) ?? new Uint8Array()
    expect([...bytes]).toEqual([255, 255, 255, 255, 255, 255, 255, 254])
    expect(longs.toConnect(bytes).value).toEqual(integer('int64', -2))
  })

  it('refuse another type in Java’s words', () => {
    expect(() => converter('converters.IntegerConverter').fromConnect(null, 's')).toThrow('Failed to serialize to integer (was class java.lang.String): ')
  })

  it('read a header as what it looks like', () => {
    const headers = converter('storage.SimpleHeaderConverter')
    const read = (word: string) => headers.toConnect(utf8Encode(word)).schema?.type
    expect(['300', '1.5', 'true', '[1,2]', '{"a":1}', '2023-11-14', 'abc'].map(read)).toEqual(['int16', 'float32', 'boolean', 'array', 'map', 'int32', 'string'])
  })
})
