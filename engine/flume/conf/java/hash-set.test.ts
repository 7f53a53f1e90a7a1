import { describe, expect, it } from 'vitest'
import { grownHashSetOrder, hashSetOrder } from './hash-set.ts'

describe('the order of names in a Java HashSet', () => {
  it('is c3, c1, c2 for c1 c2 c3', () => {
    expect(hashSetOrder(['c1', 'c2', 'c3'])).toEqual(['c3', 'c1', 'c2'])
    expect(grownHashSetOrder(['c1', 'c2', 'c3'])).toEqual(['c3', 'c1', 'c2'])
  })

  it('drops repeated names', () => {
    expect(hashSetOrder(['k1', 'k1'])).toEqual(['k1'])
  })

  it('comes from a larger table when the set is made of a list of 12 or more', () => {
    // In a table of 32, p (112) stands behind a (97): 16 against 1. A set that grew to 12 names still has 16 buckets.
    const names = Array.from('pabcdefghijk')
    expect(names).toHaveLength(12)
    expect(hashSetOrder(names)[0]).toBe('a')
    expect(grownHashSetOrder(names)[0]).toBe('p')
  })
})
