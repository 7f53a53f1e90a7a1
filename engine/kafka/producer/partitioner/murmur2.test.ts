import { describe, expect, it } from 'vitest'
import { utf8Encode } from '../../record/utf8-encode.ts'
import { murmur2, partitionForKey, toPositive } from './murmur2.ts'
import { absoluteHash, partitionForGroup } from './partition-for-group.ts'

describe('murmur2', () => {
  // The vectors of Kafka's UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is %i', (key, expected) => {
    expect(murmur2(utf8Encode(key))).toBe(expected)
  })

  it('chooses the partition by the hash without its sign bit', () => {
    expect(partitionForKey(utf8Encode('21'), 1000)).toBe((973932308 * -1 + 2 ** 31) % 1000)
  })
})

describe('toPositive', () => {
  it('clears the sign bit, and so is not the absolute value', () => {
    expect([0, 1, -1, -2147483648].map(toPositive)).toEqual([0, 1, 2147483647, 0])
  })
})

describe('the partition that coordinates a group', () => {
  // 'g' is one character, so its Java hash is its code, 103.
  it('is the absolute Java hash modulo the partitions', () => {
    expect(partitionForGroup('g', 50)).toBe(103 % 50)
  })

  // "polygenelubricants" is known for the Java hash that has no absolute value.
  it('is 0 for the hash whose absolute value does not exist', () => {
    expect(absoluteHash('polygenelubricants')).toBe(0)
  })
})
