import { describe, expect, it } from 'vitest'
import { RotatingMap } from './rotating-map.ts'

describe('a rotating map', () => {
  it('lets a key of two buckets live through one rotation and expire at the second', () => {
    const expired: string[] = []
    const map = new RotatingMap<string, number>(2, (key) => { expired.push(key) })
    map.put('early', 1)
    map.rotate()
    map.put('late', 2)
    expect(expired).toEqual([])
    map.rotate()
    expect(expired).toEqual(['early'])
    expect(map.size).toBe(1)
  })

  it('makes a key young again when it is put again', () => {
    const map = new RotatingMap<string, number>(2)
    map.put('key', 1)
    map.rotate()
    map.put('key', 2)
    map.rotate()
    expect(map.get('key')).toBe(2)
    expect(map.remove('key')).toBe(2)
    expect(map.remove('key')).toBeUndefined()
  })
})
