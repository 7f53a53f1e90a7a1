import { describe, expect, it } from 'vitest'
import { javaStringHash, spreadHash, tableSizeFor } from './string-hash.ts'

describe('String.hashCode', () => {
  it.each([
    ['', 0],
    ['a', 97],
    ['hello', 99162322],
    ['Aa', 2112],
    ['BB', 2112],
    ['polygenelubricants', -2147483648],
    ['ä', 228],
  ])('of %j is that of Java', (text, hash) => {
    expect(javaStringHash(text)).toBe(hash)
  })

  it('is spread by folding its upper half into the lower', () => {
    expect(spreadHash('hello')).toBe(99162322 ^ (99162322 >>> 16))
  })
})

describe('the size of a table', () => {
  it.each([
    [0, 1],
    [1, 1],
    [12, 16],
    [16, 16],
    [17, 32],
  ])('for %i is %i', (asked, size) => {
    expect(tableSizeFor(asked)).toBe(size)
  })
})
