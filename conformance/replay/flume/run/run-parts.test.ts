import { describe, expect, it } from 'vitest'
import { readLines } from './line-list.ts'
import { countExceptions, countLogLines, logEntryOf } from './log-text.ts'
import { ObservedFields } from './observed-fields.ts'
import { tally, tallyAcks } from './tally.ts'

describe('lines of a step', () => {
  it('are printed as C does', () => {
    expect(readLines({ format: 'e%04d of %d%%', from: 9, to: 10 })).toEqual(['e0009 of 9%', 'e0010 of 10%'])
    expect(readLines(['a', 'b'])).toEqual(['a', 'b'])
  })

  it('of an unknown shape are refused', () => {
    expect(() => readLines({ from: 1 })).toThrow(/unknown shape/)
  })
})

describe('a tally', () => {
  it('tells lost, duplicated and foreign lines apart', () => {
    const fed = ['a', 'b', 'c', 'd']
    expect(tally(fed, ['b', 'b', 'b', 'c', 'x'])).toMatchObject({
      fed: 4, delivered: 5, distinct: 2, lost: 2, duplicated: 2, lostRange: ['a', 'd', 2], duplicatedRange: ['b', 'b', 1], foreign: ['x'], tornLines: 1,
    })
  })

  it('counts acknowledged lines that did not arrive', () => {
    expect(tallyAcks(['a', 'b', 'c'], ['b'], new Set(['a', 'b']))).toEqual({ acked: 2, notAcked: 1, ackedLost: 1 })
  })
})

describe('observed fields', () => {
  it('are set by dotted names, digits being places of lists', () => {
    const fields = new ObservedFields()
    fields.append('edits', { a: 1 })
    fields.set('b.c', 2, 'edits.0')
    fields.add('sum', 3)
    fields.add('sum', 4)
    expect(fields.toJson()).toEqual({ edits: [{ a: 1, b: { c: 2 } }], sum: 7 })
  })
})

describe('log lines', () => {
  const line = (level: 'INFO' | 'WARN', message: string) => logEntryOf({ timeMicros: 0, component: 'a1/r1', level, message })
  const entries = [
    line('WARN', 'NetcatSource - Error processing event. Exception follows.\norg.apache.flume.ChannelFullException: no room\nCaused by: java.io.IOException: x'),
    line('WARN', 'NetcatSource - Error processing event. Exception follows.\norg.apache.flume.ChannelFullException: no room'),
    line('INFO', 'ExecSource - Restarting in 5ms, exit code 0'),
  ]

  it('are counted by level, logger and message', () => {
    const all = { info: /Restarting/, without: undefined, keep: undefined }
    expect(countLogLines(entries, all)).toEqual({ 'WARN NetcatSource: Error processing event. Exception follows.': 2, 'INFO ExecSource: Restarting in 5ms, exit code 0': 1 })
    expect(countLogLines(entries, { ...all, info: undefined, without: /Netcat/ })).toEqual({})
  })

  it('give the channel exceptions below them', () => {
    expect(countExceptions(entries)).toEqual({ 'org.apache.flume.ChannelFullException: no room': 2 })
  })
})
