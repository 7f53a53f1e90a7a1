import { describe, expect, it } from 'vitest'
import { readFacts, withhold, type Fact } from './fact.ts'
import { isList, isObject, listOf, textOf, type Json, type JsonObject } from './json.ts'
import { judgeFact } from './judge/judge-fact.ts'
import { judgeObserved } from './judge/judge-observed.ts'
import { replayers } from './replay/registry.ts'

// The judge is only worth its name if it says no: each observation of a sample is altered, and must then fail.
const seeds = 3

function factsOf(file: string, isWanted: (fact: Fact) => boolean): readonly Fact[] {
  return readFacts(new URL(`./facts/kafka/${file}.json`, import.meta.url).pathname, file).filter(isWanted)
}

function endsWith(...endings: readonly string[]): (fact: Fact) => boolean {
  return ({ id }) => endings.some((ending) => id.endsWith(ending))
}

const functions = [
  ...factsOf('partitioning', () => true),
  ...factsOf('record-batches', endsWith('.size', '.bytes', '.records-per-full-batch', '.end-transaction-marker')),
  ...factsOf('errors', () => true),
  ...factsOf('config-validation', endsWith('producer.cross-checks', 'consumer.bad-values')),
]

const runs = [
  ...factsOf('a-producer-durability', endsWith('kill9.leader-rf3-min2-acks0', 'kill9.leader-rf1-min1-acks1', 'stop30.leader-rf3-min1-acksall-idempotent')),
  ...factsOf('a-controller-timeline', endsWith('kill9.leader-rf3-min2', 'stop30.leader-rf3-min1')),
  ...factsOf('b-loss-and-zombie-leader', endsWith('zombie-leader.acks1', 'acksall-followers-stopped-leader-killed')),
  ...factsOf('c-isr-elr-offline', endsWith('elr-stage.kill9.min2.2-only-1-up', 'elr-stage.sigterm.min1.5-all-back', 'elr-stage.kill9.min3.1-3-down')),
]

/** A value that no run can have shown: numbers far off, texts with another word, shorter lists. Lists of lists are one a run. */
function altered(value: Json | undefined): Json {
  if (typeof value === 'number') return value + 7_777_777
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string') return `${value} altered`
  if (isList(value) && value.length === 0) return ['altered']
  if (isList(value) && value.every((entry) => isList(entry) || typeof entry === 'number')) return value.map(altered)
  const [first, second] = isList(value) ? value : []
  if (typeof first === 'number' && typeof second === 'string') return [first, altered(second)]
  if (isList(value)) return value.slice(0, -1)
  if (isObject(value)) return { ...value, altered: 1 }
  return 'altered'
}

function simulate(fact: Fact): readonly Json[] {
  const task = withhold(fact)
  const replayer = replayers.find((candidate) => candidate.accepts(task))
  return Array.from({ length: seeds }, (_, seed) => {
    const replayed = replayer?.replay(task, { seed: seed + 1, corpusFolder: undefined })
    if (replayed === undefined || replayed instanceof Promise) throw new Error(`${fact.id} is not replayed at once`)
    return replayed.observed ?? null
  })
}

/** The fields of `observed` that a rule judges by their own value: not those that are ignored or follow from others. */
function judgedFields(fact: Fact): readonly string[] {
  const { judge, observed } = fact.source
  if (!isObject(judge) || !isObject(observed)) return []
  return Object.keys(observed).filter((name) => {
    const rule = judge[name]
    const text = typeof rule === 'string' ? rule : textOf(rule, 'judge')
    const isBound = text.startsWith('bound') || (isObject(rule) && typeof rule['bound'] === 'string')
    return rule !== undefined && text !== 'ignore' && text !== 'derived' && !isBound && !(isObject(rule) && rule['compare'] === 'zero-or-not')
  })
}

function withField(source: JsonObject, name: string): JsonObject {
  const observed = source['observed']
  if (!isObject(observed)) return source
  const value = observed[name]
  const recorded = isObject(value) && isList(value['runs']) ? value['runs'][0] : value
  return { ...source, observed: { ...observed, [name]: altered(recorded) } }
}

describe('the judge', () => {
  it('has a sample to try', () => {
    expect(functions.length).toBeGreaterThanOrEqual(11)
    expect(runs.length).toBeGreaterThanOrEqual(8)
  })

  it.each(functions.map((fact) => [fact.id, fact] as const))('finds %s reproduced, and no vector of it once its output is altered', async (_, fact) => {
    const options = { replayers, seeds, corpusFolder: undefined }
    const verdict = await judgeFact(fact, options)
    expect(verdict.reasons).toEqual([])
    const vectors = listOf(fact.source, 'vectors').filter(isObject)
    const wrong = vectors.map((vector): JsonObject => ({ ...vector, output: altered(vector['output']) }))
    const alteredVerdict = await judgeFact({ ...fact, source: { ...fact.source, vectors: wrong } }, options)
    expect(alteredVerdict.reproduced).toBe(0)
  })

  it.each(runs.map((fact) => [fact.id, fact] as const))('finds %s reproduced, and sees each judged field that is altered', (_, fact) => {
    const simulated = simulate(fact)
    const fields = judgedFields(fact)
    expect(fields.length).toBeGreaterThan(0)
    expect(judgeObserved(fact.source, simulated)).toEqual([])
    const unseen = fields.filter((name) => judgeObserved(withField(fact.source, name), simulated).length === 0)
    expect(unseen).toEqual([])
  })
})
