import { describe, expect, it } from 'vitest'
import { paceOf } from './flow-pace.ts'

const second = 1_000_000

describe('the pace of a flow', () => {
  it('of a period never ends by itself', () => {
    const { dueMicros, lengthMicros, isPaced } = paceOf({ periodMs: 100 })
    expect([dueMicros(0), dueMicros(3), lengthMicros, isPaced]).toEqual([0, 300_000, Infinity, true])
  })

  it('of rates goes through them one after the other, and ends with the last', () => {
    const { dueMicros, lengthMicros } = paceOf({ rates: [[2, 10], [1, 0], [1, 4]] })
    expect([0, 19, 20, 21, 23, 24].map((number) => dueMicros(number))).toEqual([0, 1.9 * second, 3 * second, 3.25 * second, 3.75 * second, 4 * second])
    expect(lengthMicros).toBe(4 * second)
  })

  it('needs a period or rates', () => {
    expect(() => paceOf({})).toThrow('neither')
  })
})
