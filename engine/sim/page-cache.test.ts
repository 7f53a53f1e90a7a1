import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PageCache } from './page-cache.ts'

const second = 1_000_000
const options = { pageCacheBytes: 1_000_000, dirtyBackgroundBytes: 100_000, dirtyBytes: 200_000, dirtyExpireMicros: 30 * second, writeBackPeriodMicros: 5 * second }

function cache(changes: Partial<typeof options> = {}, bytesPerSecond = 100_000): PageCache {
  return new PageCache({ ...options, ...changes }, () => bytesPerSecond)
}

describe('PageCache', () => {
  it('takes what is written at once until too much is dirty, and then at the speed of the disk', () => {
    const pages = cache()
    let now = 0
    let written = 0
    while (now < 60 * second) {
      pages.wrote(1_000, now, 0)
      written += 1_000
      now += pages.stallMicros(now, 0)
      now += 1
    }
    // 60 s at 100 kB/s, and what may be dirty.
    expect(written).toBeGreaterThan(60 * 100_000)
    expect(written).toBeLessThan(60 * 100_000 + 210_000)
  })

  it('lets nobody wait who writes less than the disk takes', () => {
    const pages = cache()
    let longest = 0
    for (let now = 0; now < 300 * second; now += second / 10) {
      pages.wrote(9_000, now, 0)
      longest = Math.max(longest, pages.stallMicros(now, 0))
    }
    expect(longest).toBe(0)
  })

  it('writes pages back when they are old, even if they are few', () => {
    const pages = cache()
    pages.wrote(50_000, second, 0)
    expect(pages.dirtyBytes(34 * second, 0)).toBe(50_000)
    expect(pages.dirtyBytes(36 * second, 0)).toBe(0)
  })

  it('leaves the medium to fsyncs and reads while they have it', () => {
    const pages = cache()
    pages.wrote(200_000, 0, 0)
    expect(pages.dirtyBytes(second, second)).toBe(200_000)
    expect(pages.dirtyBytes(2 * second, second)).toBe(100_000)
  })

  it('has at no time less than nothing or more than was written that is dirty', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(20 * second), fc.nat(300_000), fc.boolean(), fc.nat(3 * second)), { maxLength: 50 }), (steps) => {
      const pages = cache()
      let now = 0
      let written = 0
      for (const [gap, bytes, isSync, busy] of steps) {
        now += gap
        pages.wrote(bytes, now, now + busy)
        written += bytes
        if (isSync) pages.cleaned(bytes)
        const dirty = pages.dirtyBytes(now, now + busy)
        expect(dirty).toBeGreaterThanOrEqual(0)
        expect(dirty).toBeLessThanOrEqual(written)
      }
    }))
  })

  it('holds the last bytes that were written, and none after a loss of power', () => {
    const pages = cache()
    pages.wrote(400_000, 0, 0)
    pages.wrote(400_000, 6 * second, 0)
    expect(pages.cachedSinceMicros).toBe(0)
    pages.wrote(400_000, 11 * second, 0)
    expect(pages.cachedSinceMicros).toBe(5 * second)
    pages.forget(20 * second)
    expect(pages.cachedSinceMicros).toBe(20 * second)
  })
})
