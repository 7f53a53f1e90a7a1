import { describe, expect, it } from 'vitest'
import { explainedMissesIn, whyMissed } from './explained-misses.ts'

describe('why facts are missed', () => {
  it('is the last cell of the row that begins with the fact', () => {
    const table = '| fact | what | why |\n|---|---|---|\n| `g.added-broker` | a gap | a race of `two` threads |\n| `id` | stable, dotted |\n'
    expect(explainedMissesIn(table)).toEqual([{ id: 'g.added-broker', why: 'a race of two threads' }])
  })

  it('is found by the end of the fact’s id, and only by whole words of it', () => {
    expect(whyMissed('kafka.cluster.d.close-with-pending-records')).toContain('broker')
    expect(whyMissed('kafka.cluster.d.not-close-with-pending-records')).toBeUndefined()
    expect(whyMissed('kafka.no.such.fact')).toBeUndefined()
  })
})
