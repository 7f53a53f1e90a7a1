import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { naturalLog } from './math/natural-log.ts'
import { RandomStream } from './random-stream.ts'

describe('RandomStream', () => {
  it('draws the same numbers for the same seed and name, and others for another seed or name', () => {
    const draw = (seed: number, name: string): number[] => {
      const stream = new RandomStream(seed, name)
      return Array.from({ length: 8 }, () => stream.nextUint32())
    }
    expect(draw(1, 'a')).toEqual(draw(1, 'a'))
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'))
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'))
  })

  it('spreads integers evenly over their range', () => {
    const stream = new RandomStream(5, 'chi square')
    const counts = new Array<number>(10).fill(0)
    for (let index = 0; index < 100_000; index++) {
      const value = stream.nextInt(10)
      counts[value] = (counts[value] ?? 0) + 1
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    // 27.88 is the 0.1 % point of chi square with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.88)
  })

  it('draws exponential times with the mean that was asked for', () => {
    const stream = new RandomStream(9, 'exponential')
    let sum = 0
    for (let index = 0; index < 200_000; index++) sum += stream.nextExponential(40)
    // The standard error of this mean is 40 / sqrt(200000) = 0.09.
    expect(Math.abs(sum / 200_000 - 40)).toBeLessThan(0.4)
  })
})

describe('naturalLog', () => {
  it('agrees with the platform to the last few bits', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1e12, noNaN: true }), (x) => {
        const exact = Math.log(x)
        expect(Math.abs(naturalLog(x) - exact)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(exact)))
      }),
    )
  })
})
