import { describe, expect, it } from 'vitest'
import { simulatedClasses } from '../../engine/flume/agent/simulated-classes.ts'
import { COMPONENT_TYPES } from '../../engine/flume/conf/registry.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'
import { componentSnippet, snippetBase } from '../../src/runs/build/catalogue/component-snippet.ts'
import { flumeCatalogue } from '../../src/runs/build/catalogue/flume-catalogue.ts'
import { kafkaCatalogue } from '../../src/runs/build/catalogue/kafka-catalogue.ts'

const simulated = simulatedClasses()
const modelled = COMPONENT_TYPES.filter(({ className }) => simulated.has(className))

describe('the snippet of a component', () => {
  it('is the shipped scenario for the components that it is made of', () => {
    const { files } = readScenario(`content/scenarios/${snippetBase}`)
    expect(componentSnippet('channel', 'org.apache.flume.channel.MemoryChannel')).toEqual(files)
  })

  it.each(modelled.map(({ kind, className }) => [kind, className] as const))('runs and delivers: %s %s', async (kind, className) => {
    const files = componentSnippet(kind, className)
    const { engine, drain } = loadEngine()
    const run = await engine.runScenario({ files: files ?? {}, entry: 'scenario.ts', drain, engineHash: '' })
    expect(run.error).toBeUndefined()
    expect(run.lanes.flatMap(({ destinations }) => destinations.flatMap(({ imbalances }) => imbalances))).toEqual([])
    expect(run.lanes[0]?.destinations[0]?.delivered).toBeGreaterThan(50)
    expect(run.expectations.filter(({ isMet }) => !isMet)).toEqual([])
  })
})

const connectSnippets = kafkaCatalogue().flatMap(({ entries }) => entries.flatMap(({ className, snippet }) => (snippet === undefined ? [] : [[className, snippet] as const])))

describe('the snippet of a part of Connect', () => {
  it.each(connectSnippets)('runs, and delivers or filters on purpose: %s', async (className, { files }) => {
    const { engine, drain } = loadEngine()
    const run = await engine.runScenario({ files, entry: 'scenario.ts', drain, engineHash: '' })
    expect(run.error).toBeUndefined()
    expect(run.changes.journal.filter(({ message }) => message.includes('Task threw'))).toEqual([])
    expect(run.expectations.filter(({ isMet }) => !isMet)).toEqual([])
    expect(run.lanes[0]?.destinations[0]?.delivered, className).toBeGreaterThan(50)
  })
})

describe('the catalogue', () => {
  it('has a snippet for each source, channel and sink that is modelled, and for no other', () => {
    const components = flumeCatalogue().filter(({ title }) => title !== 'Interceptors').flatMap(({ entries }) => entries)
    expect(components.filter(({ isModelled, snippet }) => isModelled !== (snippet !== undefined))).toEqual([])
    expect(components.filter(({ isModelled }) => isModelled).length).toBe(modelled.length)
  })
})

const row: readonly (readonly [string, Readonly<Record<string, number>>])[] = [
  ['one-component', {}], ['connect-file', {}],
  ['syslog-to-hdfs', {}], ['syslog-to-hdfs', { part: 0 }], ['syslog-to-hdfs', { part: 1 }],
  ['file-tail', {}], ['file-tail', { down: 20, flush: 5 }],
  ['bad-record', {}], ['bad-record', { bad: 7 }],
]

describe.each(row)('the scenario connectors/%s with %j', { timeout: 90_000 }, (name, parameters) => {
  it.each([7, 3])('meets its expectations, balances, and offers the same to all lanes: seed %i', async (seed) => {
    const { engine, drain } = loadEngine()
    const run = await engine.runScenario({ ...readScenario(`content/scenarios/connectors/${name}`), drain, seed, parameters })
    expect(run.error).toBeUndefined()
    expect(run.limitReached).toBeUndefined()
    expect(run.expectations.filter(({ isMet }) => !isMet)).toEqual([])
    expect(run.lanes.flatMap(({ destinations }) => destinations.flatMap(({ imbalances }) => imbalances))).toEqual([])
    expect(new Set(run.lanes.map(({ series }) => series.find((one) => one.name === 'offered')?.counts.join())).size).toBe(1)
    expect(run.eventsExecuted).toBeLessThan(60_000)
  })
})
