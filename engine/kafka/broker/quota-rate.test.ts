import { describe, expect, it } from 'vitest'
import { QuotaRate } from './quota-rate.ts'

const windows = { samples: 11, windowMs: 1_000 }

describe('QuotaRate', () => {
  // Kafka's rate divides by ten windows at least, so that a client may send at once what ten seconds allow.
  it('lets a client use ten windows at once, and makes it wait for what is beyond', () => {
    const rate = new QuotaRate(windows)
    rate.record(10_000, 0)
    expect(rate.throttleMs(1_000, 0)).toBe(0)
    rate.record(5_000, 0)
    // 1,500 a second against 1,000, over 10 s: half as much again as the time covered.
    expect(rate.throttleMs(1_000, 0)).toBe(5_000)
  })

  it('is within the limit again when the wait is over', () => {
    const rate = new QuotaRate(windows)
    for (let nowMs = 0; nowMs <= 12_000; nowMs += 500) rate.record(1_000, nowMs)
    const waitMs = rate.throttleMs(1_000, 12_000)
    expect(waitMs).toBeGreaterThan(0)
    expect(rate.throttleMs(1_000, 12_000 + waitMs)).toBe(0)
  })

  it('forgets what is older than all windows, and takes back what was not sent after all', () => {
    const rate = new QuotaRate(windows)
    rate.record(100_000, 0)
    expect(rate.throttleMs(1_000, 10_999)).toBeGreaterThan(0)
    expect(rate.throttleMs(1_000, 11_000)).toBe(0)
    rate.record(100_000, 20_000)
    rate.record(-100_000, 20_000)
    expect(rate.throttleMs(1_000, 20_000)).toBe(0)
  })
})
