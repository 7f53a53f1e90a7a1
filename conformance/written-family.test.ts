import { describe, expect, it } from 'vitest'
import { familyText, writtenFact } from './written-family.ts'

const fact = {
  id: 'flume.sample',
  family: 'flume/sample',
  kind: 'run',
  source: { id: 'flume.sample', system: 'flume 1.11.0', claim: 'Nothing is lost.', observed: { lost: 0 }, given: { conf: 'long' } },
} as const
const verdict = { id: fact.id, family: fact.family, kind: fact.kind, units: 1 } as const

describe('what the judge writes for the site', () => {
  it('has no difference for a fact that was reproduced, and the first one for another', () => {
    const reproduced = writtenFact(fact, { ...verdict, reproduced: 1, reasons: [] }, 0)
    expect(reproduced).toEqual({ id: 'flume.sample', kind: 'run', system: 'flume 1.11.0', claim: 'Nothing is lost.', units: 1, reproduced: 1 })
    const missed = writtenFact(fact, { ...verdict, reproduced: 0, reasons: ['lost: recorded 0, simulated 1', 'more'] }, 0)
    expect(missed.difference).toBe('lost: recorded 0, simulated 1')
  })

  it('cuts a difference that is too long to read', () => {
    const { difference } = writtenFact(fact, { ...verdict, reproduced: 0, reasons: ['x'.repeat(1_000)] }, 0)
    expect(difference?.length).toBeLessThan(300)
    expect(difference?.endsWith('…')).toBe(true)
  })

  it('has nothing of other people’s files: no names, no difference', () => {
    const theirs = { ...fact, id: 'theirs.conf#theirAgent', family: 'flume/loader-corpus', source: {} }
    const written = writtenFact(theirs, { ...verdict, reproduced: 0, reasons: ['theirs: recorded theirSecret'] }, 16)
    expect(written.id).toBe('flume.loader-corpus.17')
    expect(JSON.stringify(written)).not.toContain('their')
  })

  it('is JSON with a line for each fact', () => {
    const written = writtenFact(fact, { ...verdict, reproduced: 1, reasons: [] }, 0)
    const family = { family: 'flume/sample', judgedOn: '2026-11-23', seeds: 2, facts: [written, written] }
    expect(JSON.parse(familyText(family))).toEqual(family)
    expect(familyText(family).trimEnd().split('\n')).toHaveLength(4)
  })
})
