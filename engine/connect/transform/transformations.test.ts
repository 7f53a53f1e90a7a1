import { describe, expect, it } from 'vitest'
import { hashMap, integer, mapGet, valueText, type ConnectMap } from '../data/connect-value.ts'
import type { ConnectRecord } from './connect-record.ts'
import { configuredPredicate, configuredTransformation } from './shipped-transformations.ts'

const TRANSFORMS = 'org.apache.kafka.connect.transforms.'

function record(value: ConnectRecord['value']): ConnectRecord {
  return {
    topic: 'orders', partition: 2, keySchema: null, key: null, valueSchema: null, value,
    timestamp: 1_700_000_000_123, headers: [], origin: { topic: 'orders', partition: 2, offset: 42 },
  }
}

function apply(name: string, config: Readonly<Record<string, string>>, given: ConnectRecord): ConnectRecord | null {
  const transform = configuredTransformation(TRANSFORMS + name, new Map(Object.entries(config)))
  if (transform === undefined) throw new RangeError(`no transformation ${name}`)
  return transform(given)
}

const order = hashMap([['id', integer('int32', 7)], ['name', 'disk']])

describe('the transformations', () => {
  it('route a record by the text of its topic', () => {
    expect(apply('RegexRouter', { regex: 'or(.*)', replacement: 'x-$1' }, record('v'))?.topic).toBe('x-ders')
    expect(apply('RegexRouter', { regex: 'or', replacement: 'x' }, record('v'))?.topic).toBe('orders')
  })

  it('route a record by its time', () => {
    expect(apply('TimestampRouter', { 'timestamp.format': 'yyyy-MM-dd-HH' }, record('v'))?.topic).toBe('orders-2023-11-14-22')
  })

  it('keep, leave out and rename fields', () => {
    const renamed = apply('ReplaceField$Value', { include: 'id', renames: 'id:ident' }, record(order))
    expect(valueText(renamed?.value ?? null)).toBe('{ident=7}')
  })

  it('mask a field with the zero of its type, or with a number', () => {
    const masked = apply('MaskField$Value', { fields: 'id' }, record(order))?.value as ConnectMap
    expect(mapGet(masked, 'id')).toEqual(integer('int32', 0))
    expect(() => apply('MaskField$Value', { fields: 'id', replacement: 'abc' }, record(order))).toThrow('Unable to convert abc (class java.lang.String) to a number')
  })

  it('say which objects they cannot take', () => {
    expect(() => apply('ExtractField$Value', { field: 'a' }, record('text'))).toThrow('Only Map objects supported in absence of schema for [field extraction], found: java.lang.String')
  })

  it('refuse a configuration without what they need', () => {
    expect(() => apply('HoistField$Value', {}, record('v'))).toThrow('Missing required configuration "field" which has no default value.')
  })

  it('are only those that ship with Kafka', () => {
    expect(configuredTransformation(`${TRANSFORMS}RegexRouter$Key`, new Map())).toBeUndefined()
    expect(configuredTransformation('com.example.Mine', new Map())).toBeUndefined()
  })
})

describe('the predicates', () => {
  it('tell topics by the whole name', () => {
    const matches = configuredPredicate(`${TRANSFORMS}predicates.TopicNameMatches`, new Map([['pattern', 'or.*']]))
    expect([matches?.(record('v')), matches?.({ ...record('v'), topic: 'for' })]).toEqual([true, false])
  })
})
