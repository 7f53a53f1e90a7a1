import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RandomStream } from '../../sim/random-stream.ts'
import { poissonArrivals, stagedArrivals } from './arrivals.ts'

const second = 1_000_000

describe('stagedArrivals', () => {
  it('gives a steady rate exactly, from the number alone', () => {
    const { count, arrivalMicros } = stagedArrivals([{ lastingMicros: 10 * second, fromPerSecond: 3, toPerSecond: 3 }], second)
    expect(count).toBe(30)
    expect([0, 1, 2, 3, 29].map(arrivalMicros)).toEqual([second, 1_333_333, 1_666_666, 2 * second, 10_666_666])
  })

  it('gives one rate after the other, and nothing while the rate is 0', () => {
    const stages = [[2, 10], [3, 0], [1, 100]].map(([seconds = 0, rate = 0]) => ({ lastingMicros: seconds * second, fromPerSecond: rate, toPerSecond: rate }))
    const { count, arrivalMicros } = stagedArrivals(stages, 0)
    expect(count).toBe(120)
    expect([0, 19, 20, 21, 119].map(arrivalMicros)).toEqual([0, 1_900_000, 5 * second, 5_010_000, 5_990_000])
  })

  it('gives a ramp with the area below the rate as the count', () => {
    const { count, arrivalMicros } = stagedArrivals([{ lastingMicros: 10 * second, fromPerSecond: 0, toPerSecond: 20 }], 0)
    expect(count).toBe(100)
    expect(arrivalMicros(25)).toBe(5 * second)
  })

  it('never goes back in time, and stays within its stages', () => {
    const stage = fc.record({ lastingMicros: fc.integer({ min: 1_000, max: 20 * second }), fromPerSecond: fc.double({ min: 0.5, max: 300, noNaN: true }), toPerSecond: fc.double({ min: 0.5, max: 300, noNaN: true }) })
    fc.assert(fc.property(fc.array(stage, { minLength: 1, maxLength: 4 }), (stages) => {
      const { count, arrivalMicros } = stagedArrivals(stages, 0)
      const end = stages.reduce((sum, { lastingMicros }) => sum + lastingMicros, 0)
      let last = 0
      for (let number = 0; number < count; number++) {
        const at = arrivalMicros(number)
        expect(Number.isInteger(at) && at >= last && at <= end).toBe(true)
        last = at
      }
    }))
  })
})

describe('poissonArrivals', () => {
  it('has the asked-for mean, and gaps whose standard deviation is their mean', () => {
    const { count, arrivalMicros } = poissonArrivals(new RandomStream(5, 'load/test'), 100, 0, 200 * second)
    expect(Math.abs(count - 20_000)).toBeLessThan(4 * Math.sqrt(20_000))
    const gaps = Array.from({ length: count - 1 }, (_, n) => arrivalMicros(n + 1) - arrivalMicros(n))
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length)
    expect(deviation / mean).toBeGreaterThan(0.96)
    expect(deviation / mean).toBeLessThan(1.04)
  })
})
