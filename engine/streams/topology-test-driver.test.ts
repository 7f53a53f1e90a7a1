import { describe, expect, it } from 'vitest'
import { StreamsBuilder } from './dsl/streams-builder.ts'
import { WindowedKey } from './processor/windowed-key.ts'
import { readInt64, type ByteString } from './serde/byte-string.ts'
import { murmur3 } from './serde/murmur3.ts'
import { Serdes } from './serde/serde.ts'
import { StreamsException } from './streams-exception.ts'
import { TopologyTestDriver } from './topology-test-driver.ts'

const strings = { keySerde: Serdes.String(), valueSerde: Serdes.String() }
const long = { valueSerde: Serdes.Long() }

function driverOf(build: (builder: StreamsBuilder) => void, settings: Record<string, string> = {}): TopologyTestDriver {
  const builder = new StreamsBuilder(strings)
  build(builder)
  return new TopologyTestDriver(builder.build(), { applicationId: 'app', settings: new Map(Object.entries(settings)), wallClockMs: 0 })
}

/** Pipes `topic:key=value@timestamp`. */
function pipe(driver: TopologyTestDriver, word: string): void {
  const [, topic = '', key = '', value = '', timestamp = ''] = /^(.*?):(.*?)=(.*)@(.*)$/u.exec(word) ?? []
  driver.pipe({ topic, key: key === '~' ? null : key, value: value === '~' ? null : value, timestamp: Number(timestamp) })
}

function out(driver: TopologyTestDriver, read: (bytes: ByteString) => unknown = (bytes) => bytes): readonly string[] {
  return driver.drain('out').map(({ key, value, timestamp }) => `${String(key)}=${String(value === null ? null : read(value))}@${String(timestamp)}`)
}

function count(bytes: ByteString): unknown {
  return readInt64(bytes, 0)
}

function spanOf(key: unknown): string {
  return key instanceof WindowedKey ? `${String(key.key)}[${String(key.start)},${String(key.end)}]` : ''
}

describe('a topology', () => {
  it('makes one session of two when a record comes between them, and takes the two back', () => {
    const driver = driverOf((builder) => {
      const sessions = builder.stream('in').groupByKey().windowedBy({ kind: 'session', gapMs: 5, graceMs: 20 })
      sessions.count().toStream(spanOf).to('out', long)
    })
    pipe(driver, 'in:a=1@0')
    pipe(driver, 'in:a=1@8')
    expect(out(driver, count)).toEqual(['a[0,0]=1@0', 'a[8,8]=1@8'])
    pipe(driver, 'in:a=1@4')
    expect(out(driver, count)).toEqual(['a[0,0]=null@0', 'a[8,8]=null@8', 'a[0,8]=3@8'])
  })

  it('lets a window out once, when stream time has passed its end and grace', () => {
    const driver = driverOf((builder) => {
      const windows = builder.stream('in').groupByKey().windowedBy({ kind: 'time', sizeMs: 10, advanceMs: 10, graceMs: 5 })
      const counts = windows.count().suppress({ until: 'windowCloses', recordsMax: Infinity, bytesMax: Infinity, whenFull: 'shutDown' })
      counts.toStream(spanOf).to('out', long)
    })
    for (const word of ['in:a=1@0', 'in:a=1@9', 'in:b=1@14']) pipe(driver, word)
    expect(out(driver)).toEqual([])
    pipe(driver, 'in:b=1@15')
    expect(out(driver, count)).toEqual(['a[0,10]=2@9'])
  })

  it('emits the left record alone when no right one came in time', () => {
    const driver = driverOf((builder) => {
      const windows = { beforeMs: 10, afterMs: 10, graceMs: 0 }
      builder.stream('l').leftJoin(builder.stream('r'), (left, right) => `${String(left)}-${String(right)}`, { windows }).to('out')
    })
    pipe(driver, 'l:a=1@0')
    pipe(driver, 'r:b=X@5')
    expect(out(driver)).toEqual([])
    pipe(driver, 'l:c=2@30')
    expect(out(driver)).toEqual(['a=1-null@0'])
  })

  it('brings records of a new key together through a topic of its own, without those that have no key', () => {
    const driver = driverOf((builder) => {
      builder.stream('in').groupBy((_key, value) => (value === 'none' ? null : value)).count().toStream().to('out', long)
    })
    for (const word of ['in:a=x@0', 'in:b=x@1', 'in:c=none@2']) pipe(driver, word)
    expect(out(driver, count)).toEqual(['x=1@0', 'x=2@1'])
    expect([...driver.internalTopics().keys()]).toEqual([
      'app-KSTREAM-AGGREGATE-STATE-STORE-0000000002-changelog',
      'app-KSTREAM-AGGREGATE-STATE-STORE-0000000002-repartition',
    ])
    expect(driver.dropped).toBe(0)
  })

  it('sends each record to the first branch that wants it', () => {
    const driver = driverOf((builder) => {
      const [ones, rest] = builder.stream('in').split([(_key, value) => value === '1'])
      ones?.mapValues(() => 'one').to('out')
      rest?.mapValues(() => 'other').to('out')
    })
    pipe(driver, 'in:a=1@0')
    pipe(driver, 'in:a=2@1')
    expect(out(driver)).toEqual(['a=one@0', 'a=other@1'])
  })

  it('ends with the exception of the application’s own code as cause', () => {
    const failure = new Error('no')
    const driver = driverOf((builder) => { builder.stream('in').mapValues(() => { throw failure }).to('out') })
    expect(() => { pipe(driver, 'in:a=1@0') }).toThrow(StreamsException)
  })
})

describe('MurmurHash3 with Kafka Streams’ seed', () => {
  // Recorded from a foreign-key join of Kafka Streams 4.3.
  it.each([['c1/x', '4c2cec671fc11a5b963d3259922b3a11'], ['c1/y', 'e39cb0f73fbdcad881c8264afff02c2c']])('of %s', (text, hash) => {
    expect([...murmur3(text)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')).toBe(hash)
  })
})
