import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencyHistogram } from './latency-histogram.ts'

describe('LatencyHistogram', () => {
  it('gives quantiles within 0.8 % of the exact ones, and the exact maximum', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 300 }), fc.constantFrom(0.5, 0.99, 0.999), (values, share) => {
        const histogram = new LatencyHistogram()
        for (const value of values) histogram.add(value)
        const sorted = values.slice().sort((a, b) => a - b)
        const exact = sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0
        const estimate = histogram.quantileMicros(share)
        expect(estimate).toBeGreaterThanOrEqual(exact)
        expect(estimate - exact).toBeLessThanOrEqual(exact / 128)
        expect(histogram.maxMicros).toBe(sorted[sorted.length - 1])
      }),
    )
  })

  it('has no quantile when nothing was added', () => {
    expect(new LatencyHistogram().quantileMicros(0.5)).toBeNaN()
  })
})
