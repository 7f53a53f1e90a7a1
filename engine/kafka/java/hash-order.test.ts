import { describe, expect, it } from 'vitest'
import { copiedTableSize, grownTableSize, hashOrder } from './hash-order.ts'
import { javaStringHash } from '../../sim/java/string-hash.ts'

describe('Java hashing', () => {
  // "Aa" and "BB" are the textbook collision; "hello" is in the documentation of many ports.
  it('hashes text as String.hashCode does', () => {
    expect(['', 'Aa', 'BB', 'hello'].map(javaStringHash)).toEqual([0, 2112, 2112, 99162322])
  })

  it('lists a map by bucket, and one bucket by insertion', () => {
    const identity = (key: string) => key
    expect(hashOrder(['b', 'a', 'q'], identity, 16)).toEqual(['a', 'q', 'b'])
    expect(hashOrder(['q', 'a'], identity, 16)).toEqual(['q', 'a'])
    expect(hashOrder(['q', 'a'], identity, 32)).toEqual(['a', 'q'])
  })

  it('doubles a table at three quarters', () => {
    expect([12, 13, 24, 25].map(grownTableSize)).toEqual([16, 32, 32, 64])
    expect([0, 11, 12].map(copiedTableSize)).toEqual([16, 16, 32])
  })
})
