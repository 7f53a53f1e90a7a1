import { describe, expect, it } from 'vitest'
import { readFacts, withhold, type Fact } from './fact.ts'
import { judgeFact } from './judge/judge-fact.ts'
import { replayers } from './replay/registry.ts'
import { flumeRunReplayer } from './replay/flume/run/script.ts'

const facts = (file: string): readonly Fact[] => readFacts(`conformance/facts/${file}`, file)

/** Ids of the facts that are not reproduced, with the first reason. */
async function missed(chosen: readonly Fact[], seeds: number): Promise<readonly string[]> {
  const reasons: string[] = []
  for (const fact of chosen) {
    const verdict = await judgeFact(fact, { replayers, seeds, corpusFolder: undefined })
    if (verdict.reproduced < verdict.units) reasons.push(`${verdict.id}: ${verdict.reasons[0] ?? ''}`)
  }
  return reasons
}

describe('recorded facts of Flume', () => {
  it('are reproduced: what is lost when an agent with a full queue is killed or stopped', async () => {
    expect(await missed(facts('flume/durability.json').filter(({ id }) => id.includes('.queued.')), 1)).toEqual([])
  })

  it('are reproduced: what network sources do on a full channel', async () => {
    const chosen = facts('flume/channel-full.json').filter(({ id }) => /\.(?:netcat|syslog|http|avro|multiport)/.test(id))
    expect(chosen.length).toBeGreaterThan(5)
    expect(await missed(chosen, 1)).toEqual([])
  })

  it('are reproduced: what reloading a configuration keeps and forgets', async () => {
    expect(await missed(facts('flume/reload.json'), 1)).toEqual([])
  })

  it('are reproduced: the files that an hdfs sink leaves', async () => {
    expect(await missed(facts('flume/sinks.json').filter(({ id }) => id.includes('.hdfs-')), 1)).toEqual([])
  })

  it('are reproduced: which sinks of a group are tried', async () => {
    expect(await missed(facts('flume/sink-processors.json'), 1)).toEqual([])
  })

  it('are reproduced: how a memory channel counts bytes, and how selectors choose', async () => {
    const chosen = [...facts('flume/vectors-pure.json').filter(({ id }) => id.includes('memory-channel')), ...facts('flume/vectors-selectors.json')]
    expect(await missed(chosen, 1)).toEqual([])
  })
})

describe('the judge', () => {
  const [fact] = facts('flume/durability.json')

  it('finds a difference when the recording says something else', async () => {
    if (fact === undefined) throw new Error('there is no fact')
    const observed = { ...(fact.source['observed'] as Readonly<Record<string, number>>), lost: 1 }
    expect(await missed([{ ...fact, source: { ...fact.source, observed } }], 1)).toEqual([`${fact.id}: lost: recorded 1, simulated 0`])
  })

  it('keeps what was claimed and observed from the replayer', () => {
    if (fact === undefined) throw new Error('there is no fact')
    const task = withhold(fact)
    expect(Object.keys(task).sort()).toEqual(['call', 'given', 'inputs', 'kind', 'replay', 'setup'])
    expect(JSON.stringify(task)).not.toContain(fact.id)
    expect(flumeRunReplayer.accepts(task)).toBe(true)
  })

  it('says why a run cannot be replayed', async () => {
    if (fact === undefined) throw new Error('there is no fact')
    const replay = [{ after: 'begin', op: 'teleport' }]
    expect(await missed([{ ...fact, source: { ...fact.source, replay } }], 1)).toEqual([`${fact.id}: the verb 'teleport' is not known`])
  })
})
