import { describe, expect, it } from 'vitest'
import { parseSyslog } from './parse-syslog.ts'

/** 2026-11-23 00:00:00 UTC. */
const nowMs = 1_795_392_000_000

describe('parseSyslog', () => {
  it('reads RFC 3164 in the present year, or last year where that would be in the future', () => {
    expect(parseSyslog("<34>Oct 11 22:14:15 mymachine su: 'su root' failed", nowMs)).toEqual({
      priority: 34, version: undefined, timestampMs: 1_791_756_855_000, host: 'mymachine', message: "su: 'su root' failed",
    })
    expect(parseSyslog('<13>Nov  5 01:02:03 host app[12]: hello', nowMs)?.timestampMs).toBe(1_793_840_523_000)
    expect(parseSyslog('<13>Dec 31 00:00:00 host x', nowMs)?.timestampMs).toBe(1_767_139_200_000)
  })

  it('reads RFC 5424 and ignores its zone', () => {
    const utc = parseSyslog("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - BOM'su root'", nowMs)
    expect(utc).toEqual({ priority: 34, version: '1', timestampMs: 1_065_910_455_003, host: 'mymachine.example.com', message: "su - ID47 - BOM'su root'" })
    expect(parseSyslog('<34>1 2003-10-11T22:14:15.003-07:00 h m', nowMs)?.timestampMs).toBe(1_065_910_455_003)
  })

  it('reads nothing else', () => {
    expect(parseSyslog('junk', nowMs)).toBeUndefined()
    expect(parseSyslog('<34>Foo 11 22:14:15 h m', nowMs)).toBeUndefined()
  })
})
