import { describe, expect, it } from 'vitest'
import { RecordStreams } from '../../ledger/record-stream.ts'
import { dumpEvent } from './dump-event.ts'

const streams = new RecordStreams()
const dump = (body: string, max = 16, headers?: ReadonlyMap<string, string>): string =>
  dumpEvent(streams, { first: 0, count: 1, body, ...(headers === undefined ? {} : { headers }) }, max)

describe('dumpEvent', () => {
  it('shows headers, hex and characters', () => {
    expect(dump('hello', 16, new Map([['k', 'v'], ['a', 'b']]))).toBe('{ headers:{a=b, k=v} body: 68 65 6C 6C 6F                                  hello }')
  })

  it('shows no more than it is allowed, unprintable bytes as points, and nothing of an empty body', () => {
    expect(dump('0123456789abcdefg')).toBe('{ headers:{} body: 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 0123456789abcdef }')
    expect(dump('tab\tx')).toBe('{ headers:{} body: 74 61 62 09 78                                  tab.x }')
    expect(dump('')).toBe('{ headers:{} body: }')
  })
})
