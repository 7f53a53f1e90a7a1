import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'

const root = 'content/scenarios'
const ids = readdirSync(`${root}/hadoop`).map((name) => `hadoop/${name}`)

async function run(id: string, options: { readonly seed?: number; readonly parameters?: Readonly<Record<string, number>> } = {}): Promise<RunDocument> {
  const { engine, drain } = loadEngine()
  return engine.runScenario({ ...readScenario(`${root}/${id}`), drain, ...options })
}

describe.each(ids)('the scenario %s', { timeout: 90_000 }, (id) => {
  it('meets its expectations, balances, offers the same to all lanes, and stays within the budget', async () => {
    const result = await run(id)
    expect(result.error).toBeUndefined()
    expect(result.limitReached).toBeUndefined()
    expect(result.expectations.length).toBeGreaterThan(1)
    expect(result.expectations.filter(({ isMet }) => !isMet)).toEqual([])
    expect(result.eventsExecuted).toBeLessThan(90_000)
    for (const { name, destinations, offered } of result.lanes) {
      expect(destinations.flatMap(({ imbalances }) => imbalances), name).toEqual([])
      expect(destinations.map(({ owed }) => owed), name).toEqual(destinations.map(() => offered))
    }
    const arrivals = result.lanes.map(({ series }) => series.find(({ name }) => name === 'offered')?.counts.join())
    expect(new Set(arrivals).size).toBe(1)
  })

  it('balances and meets its expectations with another seed', async () => {
    const result = await run(id, { seed: 3 })
    expect(result.lanes.flatMap(({ destinations }) => destinations.flatMap(({ imbalances }) => imbalances))).toEqual([])
    expect(result.expectations.filter(({ isMet }) => !isMet)).toEqual([])
  })
})
