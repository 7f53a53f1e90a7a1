import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'

const root = 'content/scenarios/spikes'
const eventsMax = 300_000

async function run(name: string, options: { readonly seed?: number; readonly parameters?: Readonly<Record<string, number>> } = {}): Promise<RunDocument> {
  const { engine, drain } = loadEngine()
  return engine.runScenario({ ...readScenario(`${root}/${name}`), drain, ...options })
}

/** What holds in every run, whatever its sliders say. */
function expectSound(result: RunDocument): void {
  expect(result.error).toBeUndefined()
  expect(result.limitReached).toBeUndefined()
  for (const { name, destinations, offered } of result.lanes) {
    expect(destinations.flatMap(({ imbalances }) => imbalances), name).toEqual([])
    expect(destinations.map(({ owed }) => owed), name).toEqual([offered])
  }
  expect(new Set(result.lanes.map(({ offered }) => offered)).size).toBe(1)
  expect(result.eventsExecuted).toBeLessThan(eventsMax)
}

describe.each(readdirSync(root))('the scenario spikes/%s', { timeout: 90_000 }, (name) => {
  it('meets its expectations and balances, with as many records offered to all lanes', async () => {
    const result = await run(name)
    expectSound(result)
    expect(result.expectations.length).toBeGreaterThan(1)
    expect(result.expectations.filter(({ isMet }) => !isMet)).toEqual([])
  })

  it('meets its expectations with another seed', async () => {
    const result = await run(name, { seed: 3 })
    expectSound(result)
    expect(result.expectations.filter(({ isMet }) => !isMet)).toEqual([])
  })

  it('runs to its end and balances with all sliders low, and with all sliders high', async () => {
    const { parameters } = await run(name)
    for (const end of ['min', 'max'] as const) {
      expectSound(await run(name, { parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter[end]])) }))
    }
  })
})
