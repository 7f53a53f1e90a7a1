import { describe, expect, it } from 'vitest'
import { formatRunNumber } from './run-quantity.ts'

describe('a number of a run', () => {
  it('is shown in the unit that reads best', () => {
    expect(formatRunNumber(1_234, 'records')).toBe('1,234')
    expect(formatRunNumber(0.25, 'ms')).toBe('250 µs')
    expect(formatRunNumber(0, 'ms')).toBe('0 s')
    expect(formatRunNumber(7_300, 'ms')).toBe('7.30 s')
    expect(formatRunNumber(1_500_000, 'bytes')).toBe('1.50 MB')
    expect([0.254, 3.04, 12.4].map((value) => formatRunNumber(value, 'ratio'))).toEqual(['0.25', '3.0', '12'])
  })

  it('says so when there is nothing to measure, or no end of it', () => {
    expect(formatRunNumber(Number.NaN, 'ms')).toBe('–')
    expect(formatRunNumber(Infinity, 'ms')).toBe('not in this run')
  })
})
