import { describe, expect, it } from 'vitest'
import { RecordStreams } from '../../ledger/record-stream.ts'
import { linesOfEvents, serializerGap } from './lines-of-events.ts'

const streams = new RecordStreams()
streams.add({ name: 'lines', isUniform: false, valueBytes: () => 2, value: (number) => `b${String(number)}`, key: () => undefined, headers: () => undefined })

describe('linesOfEvents', () => {
  it('writes headers in the order of a HashMap before each body with HEADER_AND_TEXT', () => {
    const events = [{ first: 3, count: 2, headers: new Map([['b', '2'], ['a', '1']]) }, { first: 7, count: 1 }]
    expect(linesOfEvents(streams, 'header_and_text')(events).map(({ first, body }) => [first, body])).toEqual([[3, '{a=1, b=2} b3'], [4, '{a=1, b=2} b4'], [7, '{} b7']])
  })

  it('leaves events as they are with TEXT, ranges included', () => {
    const events = [{ first: 0, count: 1000 }]
    expect(linesOfEvents(streams, 'TEXT')(events)).toBe(events)
  })

  it('is not there for binary files, and for lines without ends', () => {
    const blamed = (...pairs: [string, string][]): string | undefined => serializerGap(new Map(pairs), 'sink.serializer')?.key
    expect([blamed(), blamed(['sink.serializer', 'text']), blamed(['sink.serializer', 'avro_event']), blamed(['sink.serializer.appendNewline', 'false'])])
      .toEqual([undefined, undefined, 'sink.serializer', 'sink.serializer.appendNewline'])
  })
})
