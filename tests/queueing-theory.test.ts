import { describe, expect, it } from 'vitest'
import { batchMeans, erlangWait, simulateWaits } from './queueing-station.ts'

/** Enough customers for a 99 % interval of at most 2 % at a utilisation of 0.8. */
const customers = 4_000_000

describe('the kernel against queueing theory', () => {
  it.each([
    { name: 'M/M/1', servers: 1, utilisation: 0.5, service: 'exponential' as const, theory: 0.5 / (1 - 0.5) },
    { name: 'M/M/1', servers: 1, utilisation: 0.8, service: 'exponential' as const, theory: 0.8 / (1 - 0.8) },
    { name: 'M/M/4', servers: 4, utilisation: 0.8, service: 'exponential' as const, theory: erlangWait(4, 0.8) },
    { name: 'M/D/1', servers: 1, utilisation: 0.8, service: 'constant' as const, theory: 0.8 / (2 * (1 - 0.8)) },
  ])('gives the mean wait of $name at a utilisation of $utilisation', { timeout: 120_000 }, ({ servers, utilisation, service, theory }) => {
    const { mean, halfWidth } = batchMeans(simulateWaits({ servers, utilisation, service, customers, seed: 11 }))
    expect(halfWidth / mean).toBeLessThanOrEqual(0.02)
    expect(theory).toBeGreaterThan(mean - halfWidth)
    expect(theory).toBeLessThan(mean + halfWidth)
  })

  it('computes the mean wait of M/M/c as tables of Erlang C have it', () => {
    // c = 1 is rho / (1 - rho); c = 2 at 0.5: C = 1/3, wait = (1/3) / (2 * 0.5) service times.
    expect(erlangWait(1, 0.8)).toBeCloseTo(4, 10)
    expect(erlangWait(2, 0.5)).toBeCloseTo(1 / 3, 10)
  })
})
