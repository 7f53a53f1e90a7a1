import { describe, expect, it } from 'vitest'
import { formatBytes, formatCount, formatDuration, formatMoment, formatValue } from './format-quantity.ts'

describe('quantities as a reader sees them', () => {
  it('groups thousands the same in every locale', () => {
    expect(formatCount(7)).toBe('7')
    expect(formatCount(1_234_567)).toBe('1,234,567')
  })

  it('picks the unit of a duration', () => {
    expect(formatDuration(850)).toBe('850 µs')
    expect(formatDuration(12_340)).toBe('12.3 ms')
    expect(formatDuration(999_960)).toBe('1000 ms')
    expect(formatDuration(4_200_000)).toBe('4.20 s')
    expect(formatDuration(200_000_000)).toBe('3 min 20 s')
    expect(formatDuration(Number.NaN)).toBe('–')
  })

  it('shows a moment to the millisecond', () => {
    expect(formatMoment(30_125_499)).toBe('30.125 s')
  })

  it('shows bytes in decimal units', () => {
    expect(formatBytes(512)).toBe('512 bytes')
    expect(formatBytes(1_250_000)).toBe('1.25 MB')
  })

  it('gives values of the model in the unit that reads best', () => {
    expect(formatValue(30_000_000, 'µs')).toBe('30.0 s')
    expect(formatValue(1_250_000_000, 'bytes/s')).toBe('1.25 GB/s')
    expect(formatValue(4_000, 'records')).toBe('4,000 records')
  })
})
