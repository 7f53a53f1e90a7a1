import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RequestPath } from './request-path.ts'

const path = (options: Partial<ConstructorParameters<typeof RequestPath>[0]>): RequestPath => new RequestPath({ networkThreads: 3, ioThreads: 8, queuedMaxRequests: 500, networkMicros: 0, ...options })

describe('RequestPath', () => {
  it('works on as many requests at once as there are handlers, and on the others in their order', () => {
    const two = path({ ioThreads: 2 })
    expect([1, 2, 3, 4, 5].map(() => two.doneMicros(0, 0, 100))).toEqual([100, 100, 200, 200, 300])
    expect(two.queueLength(0)).toBe(3)
    expect(two.queueLength(100)).toBe(1)
    expect(two.queueLength(200)).toBe(0)
  })

  it('never does more work than its handlers have time, and leaves none of them idle while requests wait', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 400 })), { minLength: 1, maxLength: 60 }), (ioThreads, requests) => {
      const queue = path({ ioThreads })
      let now = 0
      const work = requests.map(([gap, micros]) => {
        now += gap
        const done = queue.doneMicros(now, 0, micros)
        return { from: now, start: done - micros, done }
      })
      for (const { start } of work) expect(work.filter((other) => other.start <= start && other.done > start).length).toBeLessThanOrEqual(ioThreads)
      for (const { from, start } of work) {
        if (start > from) expect(work.filter((other) => other.start < start && other.done >= start).length).toBeGreaterThanOrEqual(ioThreads)
      }
    }))
  })

  it('lets a processor stand still while the queue is full, with all its connections', () => {
    const narrow = path({ ioThreads: 1, queuedMaxRequests: 1, networkThreads: 2, networkMicros: 10 })
    expect(narrow.doneMicros(0, 0, 1010)).toBe(1010)
    expect(narrow.doneMicros(0, 0, 1010)).toBe(2010)
    // The queue holds one: the next one of processor 0 is put into it when that one is taken, at 1010.
    expect(narrow.doneMicros(0, 0, 1010)).toBe(3010)
    // So processor 0 has nothing else read before, and neither has processor 1, which finds the queue full as well.
    expect(narrow.doneMicros(100, 0, 20)).toBe(3020)
    expect(narrow.doneMicros(100, 1, 20)).toBe(3030)
  })

  it('gives connections to processors in turn', () => {
    const three = path({})
    expect([1, 2, 3, 4].map(() => three.nextProcessor())).toEqual([0, 1, 2, 0])
  })
})
