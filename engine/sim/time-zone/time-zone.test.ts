import { describe, expect, it } from 'vitest'
import { RandomStream } from '../random-stream.ts'
import { similarZone, timeZone } from './time-zone.ts'

/** What the host's own rules say: another source than the table's reader. */
function hostsLocalText(name: string, ms: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: name, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return format.format(ms).replace(' ', 'T')
}

const ms = (text: string): number => new Date(text).getTime()

describe('timeZone', () => {
  it.each(['Europe/Berlin', 'America/New_York', 'US/Pacific', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Africa/Casablanca', 'Pacific/Apia', 'Asia/Pyongyang', 'Europe/Istanbul'])(
    'has the clocks of %s where the host has them, at random moments from 2015 to 2025', (name) => {
      const zone = timeZone(name)
      const random = new RandomStream(5, name)
      for (let turn = 0; turn < 500; turn++) {
        const moment = ms('2015-01-02T00:00:00Z') + random.nextInt(11 * 365 * 86_400) * 1000
        const local = moment + (zone?.offsetMinutesAt(moment) ?? NaN) * 60_000
        expect(new Date(local).toISOString().slice(0, 19)).toBe(hostsLocalText(name, moment))
      }
    })

  it('changes at the minute of the law', () => {
    const berlin = timeZone('Europe/Berlin')
    expect(berlin?.offsetMinutesAt(ms('2026-03-29T00:59:59.999Z'))).toBe(60)
    expect(berlin?.offsetMinutesAt(ms('2026-03-29T01:00:00Z'))).toBe(120)
    expect(berlin?.offsetMinutesAt(ms('2026-10-25T00:59:59.999Z'))).toBe(120)
    expect(berlin?.offsetMinutesAt(ms('2026-10-25T01:00:00Z'))).toBe(60)
  })

  it('takes the earlier of two moments with one local time, and goes past a gap', () => {
    const berlin = timeZone('Europe/Berlin')
    expect(berlin?.utcOfLocal(ms('2026-07-01T12:00:00Z'))).toBe(ms('2026-07-01T10:00:00Z'))
    expect(berlin?.utcOfLocal(ms('2026-10-25T02:30:00Z'))).toBe(ms('2026-10-25T00:30:00Z'))
    expect(berlin?.utcOfLocal(ms('2026-03-29T02:30:00Z'))).toBe(ms('2026-03-29T01:30:00Z'))
  })

  it('knows offsets, and knows what is no zone', () => {
    expect(timeZone('+05:30')?.offsetMinutesAt(0)).toBe(330)
    expect(timeZone('-03:00')?.utcOfLocal(0)).toBe(10_800_000)
    expect([timeZone('Mars'), timeZone(''), timeZone('+25:00'), timeZone('Europe/Berlin US/Pacific')]).toEqual([undefined, undefined, undefined, undefined])
    expect([similarZone('berlin'), similarZone('europe/berlin'), similarZone('New York'), similarZone('Mars')]).toEqual(['Europe/Berlin', 'Europe/Berlin', 'America/New_York', undefined])
  })
})
