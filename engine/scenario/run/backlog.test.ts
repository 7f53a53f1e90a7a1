import { describe, expect, it } from 'vitest'
import { backlogOf, timeToDrainMicros, type BacklogParts } from './backlog.ts'
import type { RunSeries } from './run-document.ts'
import { silenceOf } from './silence.ts'

const second = 1_000_000
const series = (name: RunSeries['name'], perSecond: readonly number[]): RunSeries => ({
  name, destination: undefined, bucketMicros: second, counts: Float64Array.from(perSecond),
})
const parts = (offered: readonly number[], delivered: readonly number[], ended: readonly number[] = []): BacklogParts => ({
  offered: series('offered', offered), owed: series('owed', offered), delivered: series('delivered', delivered), ended: series('ended', ended),
})

describe('a backlog', () => {
  it('is what is owed and neither delivered nor over', () => {
    expect([...backlogOf(parts([5, 5, 0], [2, 1, 4], [0, 2, 0]), 4 * second)]).toEqual([3, 5, 1, 1])
  })

  it('is never negative, and covers the whole run', () => {
    expect([...backlogOf(parts([1], [1, 1]), 3 * second)]).toEqual([0, 0, 0])
  })
})

describe('the time to drain', () => {
  it('begins with the end of the highest rate and ends when a second of ordinary arrivals waits', () => {
    // A burst in seconds 2 and 3; 10 a second are ordinary.
    const burst = parts([10, 10, 100, 100, 10, 10, 10, 10, 10], [10, 10, 30, 30, 50, 50, 50, 30, 10])
    expect(timeToDrainMicros(burst, 9 * second)).toBe(4 * second)
  })

  it('is zero when nothing much waits at that moment', () => {
    expect(timeToDrainMicros(parts([10, 10], [9, 10]), 5 * second)).toBe(0)
  })

  it('is infinite when the run ends before, and unknown when nothing was offered', () => {
    expect(timeToDrainMicros(parts([10, 90, 10], [10, 10, 10]), 3 * second)).toBe(Infinity)
    expect(timeToDrainMicros(parts([], []), 3 * second)).toBeNaN()
  })

  it('does not wait for what was lost', () => {
    expect(timeToDrainMicros(parts([10, 90, 10, 10], [10, 10, 10, 10], [0, 0, 75]), 4 * second)).toBe(second)
  })
})

describe('the time without', () => {
  const offered = series('offered', [1, 1, 1, 0, 0, 1])

  it('counts while something is outstanding, the longest and all together', () => {
    expect(silenceOf({ offered, happened: series('delivered', [0, 0, 3, 0, 0, 0, 1]) }, 8 * second)).toEqual({ longestMicros: 2 * second, totalMicros: 3 * second })
  })

  it('ends when what was outstanding is over', () => {
    expect(silenceOf({ offered, happened: series('delivered', [0, 0, 0, 0, 0, 1]), ended: series('ended', [0, 2, 1]) }, 8 * second)).toEqual({ longestMicros: second, totalMicros: second })
  })
})
