import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JavaHashMap } from './hash-map.ts'

function keysOf(keys: readonly string[], capacity?: number): string[] {
  const map = new JavaHashMap<number>(capacity)
  keys.forEach((key, index) => {
    map.set(key, index)
  })
  return map.keys()
}

describe('a Java HashMap', () => {
  it('iterates by bucket, so single characters come in the order of their code modulo 16', () => {
    // p = 112 = 7·16, a = 97 = 6·16 + 1, q = 113 = 7·16 + 1
    expect(keysOf(['q', 'a', 'p'])).toEqual(['p', 'q', 'a'])
  })

  it('keeps insertion order among keys of the same hash', () => {
    expect(keysOf(['BB', 'Aa'])).toEqual(['BB', 'Aa'])
    expect(keysOf(['Aa', 'BB'])).toEqual(['Aa', 'BB'])
  })

  it('doubles its table with the 13th key, which changes the order', () => {
    const twelve = Array.from('abcdefghijkl')
    // p is 112, so it stands in bucket 0 of 16 and in bucket 16 of 32; a is in bucket 1 of both.
    expect(keysOf(['p', ...twelve.slice(1)])[0]).toBe('p')
    expect(keysOf(['p', ...twelve])[0]).toBe('a')
  })

  it('leaves a key in its place when its value is replaced', () => {
    const map = new JavaHashMap<number>()
    map.set('BB', 1)
    map.set('Aa', 2)
    map.set('BB', 3)
    expect(map.entries()).toEqual([
      ['BB', 3],
      ['Aa', 2],
    ])
  })

  it('does not shrink when keys are removed', () => {
    const map = new JavaHashMap<number>()
    for (const key of 'abcdefghijklp') map.set(key, 0)
    for (const key of 'bcdefghijkl') map.delete(key)
    expect(map.keys()).toEqual(['a', 'p'])
    expect(map.size).toBe(2)
    expect(map.has('b')).toBe(false)
  })

  it('holds what was put, whatever the keys', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (keys) => {
        const found = keysOf(keys)
        expect(new Set(found)).toEqual(new Set(keys))
        expect(found).toHaveLength(new Set(keys).size)
      }),
    )
  })

  it('has an order that depends on the set alone where no two keys share a bucket', () => {
    const keys = Array.from('abcdefghi')
    fc.assert(
      fc.property(fc.shuffledSubarray(keys, { minLength: 9 }), (shuffled) => {
        expect(keysOf(shuffled)).toEqual(keysOf(keys))
      }),
    )
  })
})
