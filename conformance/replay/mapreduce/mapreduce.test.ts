import { describe, expect, it } from 'vitest'
import { readFacts } from '../../fact.ts'
import { judgeFact } from '../../judge/judge-fact.ts'
import { replayers } from '../registry.ts'

describe('recorded facts of MapReduce', () => {
  it('are reproduced', async () => {
    const missed: string[] = []
    for (const fact of readFacts('conformance/facts/neighbours/mapreduce.json', 'mapreduce')) {
      const verdict = await judgeFact(fact, { replayers, seeds: 1, corpusFolder: undefined })
      if (verdict.reproduced < verdict.units) missed.push(`${verdict.id}: ${verdict.reasons[0] ?? ''}`)
    }
    expect(missed).toEqual([])
  })
})
