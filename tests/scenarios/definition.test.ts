import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'

const root = 'content/scenarios/definition'
/** A reader waits for the default run, and may wait longer for what the sliders ask for. */
const eventsByDefault = 78_000
const eventsMax = 300_000

async function run(name: string, options: { readonly seed?: number; readonly parameters?: Readonly<Record<string, number>> } = {}): Promise<RunDocument> {
  const { engine, drain } = loadEngine()
  return engine.runScenario({ ...readScenario(`${root}/${name}`), drain, ...options })
}

/** What holds in every run, whatever its sliders say. */
function expectSound(result: RunDocument): void {
  expect(result.error).toBeUndefined()
  expect(result.limitReached).toBeUndefined()
  for (const { name, destinations, costs } of result.lanes) {
    expect(destinations.flatMap(({ imbalances }) => imbalances), name).toEqual([])
    expect(costs.hosts).toBeGreaterThan(1)
  }
  const arrivals = result.lanes.map(({ series }) => series.find(({ name }) => name === 'offered')?.counts.join())
  expect(new Set(arrivals).size).toBe(1)
  expect(result.eventsExecuted).toBeLessThan(eventsMax)
}

const unmet = ({ expectations }: RunDocument): readonly unknown[] => expectations.filter(({ isMet }) => !isMet)

describe.each(readdirSync(root))('the scenario definition/%s', { timeout: 90_000 }, (name) => {
  it('meets its expectations and balances, with the same offered to all lanes', async () => {
    const result = await run(name)
    expectSound(result)
    expect(unmet(result)).toEqual([])
    expect(result.expectations.length).toBeGreaterThan(1)
    expect(result.eventsExecuted).toBeLessThan(eventsByDefault)
  })

  it('does so with another seed', async () => {
    const result = await run(name, { seed: 3 })
    expectSound(result)
    expect(unmet(result)).toEqual([])
  })

  it('balances with all sliders low, and with all sliders high', async () => {
    const { parameters } = await run(name)
    for (const end of ['min', 'max'] as const) {
      expectSound(await run(name, { parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter[end]])) }))
    }
  })
})
