import { describe, expect, it } from 'vitest'
import { concurrentHashMapOrder } from './concurrent-hash-map.ts'

/** Nine keys in buckets 2 to 10 of 16 (and of 32 alike). */
const FILLERS = Array.from('bcdefghij')

describe('a Java ConcurrentHashMap', () => {
  it('iterates by bucket, and by insertion within one', () => {
    expect(concurrentHashMapOrder(['Q', 'A', 'p'])).toEqual(['p', 'Q', 'A'])
  })

  it('takes the first of keys that are put twice', () => {
    expect(concurrentHashMapOrder(['Q', 'A', 'Q'])).toEqual(['Q', 'A'])
  })

  it('turns round what stands before the last run of a bin when it grows with the 12th key', () => {
    // A = 65 and a = 97 go to bucket 1 of 32, Q = 81 to bucket 17; the last run is Q, so A and a are put in front one by one.
    const order = concurrentHashMapOrder(['A', 'a', 'Q', ...FILLERS])
    expect(order.slice(0, 2)).toEqual(['a', 'A'])
    expect(order[order.length - 1]).toBe('Q')
  })

  it('keeps the order of the last run', () => {
    // Q comes first, A and a are the last run.
    expect(concurrentHashMapOrder(['Q', 'A', 'a', ...FILLERS]).slice(0, 2)).toEqual(['A', 'a'])
  })
})
