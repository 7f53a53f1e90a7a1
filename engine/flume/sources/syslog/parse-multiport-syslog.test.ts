import { describe, expect, it } from 'vitest'
import { parseMultiportSyslog } from './parse-multiport-syslog.ts'

/** 2026-11-23 00:00:00 UTC. */
const nowMs = 1_795_392_000_000

describe('parseMultiportSyslog', () => {
  it('puts a date more than a month away near the year 2000, as the recorded source does', () => {
    expect(parseMultiportSyslog('<13>Nov  5 01:02:03 host app[12]: hello', nowMs)?.timestampMs).toBe(1_793_840_523_000)
    expect(parseMultiportSyslog('<34>Oct 11 22:14:15 mymachine su', nowMs)?.timestampMs).toBe(1_002_838_455_000)
    expect(parseMultiportSyslog('<13>Dec 31 23:59:59 host end of year', nowMs)?.timestampMs).toBe(946_684_799_000)
    expect(parseMultiportSyslog('<13>Feb 30 22:14:15 host bad date', nowMs)?.timestampMs).toBe(0)
  })

  it('obeys the zone of RFC 5424, whose version has to be 1', () => {
    expect(parseMultiportSyslog('<13>1 2003-10-11T22:14:15.003+02:00 host m', nowMs)?.timestampMs).toBe(1_065_903_255_003)
    expect(parseMultiportSyslog('<13>2 2003-10-11T22:14:15.003Z host m', nowMs)).toBeUndefined()
  })
})
