import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunDestination, RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'

const root = 'content/scenarios/consumption'
/** A reader waits for the default run, and may wait longer for what the sliders ask for. */
const eventsByDefault = 72_000
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

function destination({ lanes }: RunDocument, lane: string, name = 'archive'): RunDestination {
  const found = lanes.find((one) => one.name === lane)?.destinations.find((one) => one.name === name)
  if (found === undefined) throw new Error(`There is no destination ${name} of ${lane}.`)
  return found
}

const fate = (of: RunDestination, wanted: string): number => of.lines.reduce((sum, line) => sum + (line.fate === wanted ? line.count : 0), 0)

describe.each(readdirSync(root))('the scenario consumption/%s', { timeout: 90_000 }, (name) => {
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

describe('a crash while a write is under way', { timeout: 90_000 }, () => {
  it.each([500, 4_500, 7_500])('at %i ms into the slow spell never loses what is committed after, and never repeats what is committed before', async (moment) => {
    const result = await run('crash', { parameters: { moment } })
    const after = destination(result, 'Kafka, commit after')
    const before = destination(result, 'Kafka, commit before')
    const together = destination(result, 'Kafka, offsets with the output')
    expect(fate(after, 'delivered')).toBe(after.owed)
    expect(before.duplicates).toBe(0)
    expect([fate(together, 'delivered'), together.duplicates]).toEqual([together.owed, 0])
  })
})

describe('a slow reader', { timeout: 90_000 }, () => {
  it('costs nobody anything when it is as fast as the records come', async () => {
    const result = await run('slow-reader', { parameters: { pace: 60, rate: 40 } })
    for (const { name, refusedAttempts, destinations } of result.lanes) {
      expect(refusedAttempts, name).toBe(0)
      for (const one of destinations) expect([fate(one, 'delivered'), one.duplicates], `${name} to ${one.name}`).toEqual([one.owed, 0])
    }
  })
})

describe('a batch job', { timeout: 90_000 }, () => {
  it('gets all that the topic still keeps when it is late', async () => {
    const result = await run('late-job', { parameters: { closed: 50, retention: 90 } })
    expect(fate(destination(result, 'Kafka'), 'expired')).toBe(0)
  })
})

describe('work in batches', { timeout: 90_000 }, () => {
  it('is done once when a batch takes less time than the reader may be silent', async () => {
    const result = await run('slow-work', { parameters: { pace: 60, limit: 20 } })
    for (const { name, destinations } of result.lanes) for (const one of destinations) expect([fate(one, 'delivered'), one.duplicates], name).toEqual([one.owed, 0])
  })
})
