import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashText, TraceHash } from './trace-hash.ts'

describe('TraceHash', () => {
  it('gives 32 hexadecimal digits that depend on every value and on their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 2, maxLength: 20 }), fc.nat(), (values, pick) => {
        const digest = (numbers: readonly number[]): string => {
          const hash = new TraceHash()
          for (const value of numbers) hash.number(value)
          return hash.digest()
        }
        const changed = values.slice()
        const index = pick % values.length
        changed[index] = (changed[index] ?? 0) + 1
        expect(digest(values)).toMatch(/^[0-9a-f]{32}$/)
        expect(digest(values)).toBe(digest(values.slice()))
        expect(digest(changed)).not.toBe(digest(values))
      }),
    )
  })

  it('tells large integers, fractions and negative numbers apart', () => {
    const digest = (value: number): string => {
      const hash = new TraceHash()
      hash.number(value)
      return hash.digest()
    }
    const values = [0, 1, -1, 2 ** 32, 2 ** 33, 2 ** 52 + 1, 0.5, 0.25, -0.5]
    expect(new Set(values.map(digest)).size).toBe(values.length)
  })

  it('flips about half of its bits when one bit of the input flips', () => {
    const bits = (text: string): string =>
      [...hashText(text)].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('')
    let flipped = 0
    for (let index = 0; index < 200; index++) {
      const before = bits(`text ${String(index)} a`)
      const after = bits(`text ${String(index)} b`)
      flipped += [...before].filter((bit, position) => bit !== after[position]).length
    }
    // 200 pairs of 128 bits: mean 12800, standard deviation 80.
    expect(Math.abs(flipped - 12_800)).toBeLessThan(500)
  })
})
