import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'

const root = 'content/scenarios/processing'
/** A reader waits for the default run, and may wait a little longer for what the sliders ask for. */
const eventsByDefault = 90_000
const eventsMax = 600_000

async function run(name: string, options: { readonly seed?: number; readonly parameters?: Readonly<Record<string, number>> } = {}): Promise<RunDocument> {
  const { engine, drain } = loadEngine()
  return engine.runScenario({ ...readScenario(`${root}/${name}`), drain, ...options })
}

/** What holds in every run, whatever its sliders say. */
function expectSound(result: RunDocument): void {
  expect(result.error).toBeUndefined()
  expect(result.limitReached).toBeUndefined()
  for (const { name, destinations } of result.lanes) {
    expect(destinations.flatMap(({ imbalances }) => imbalances), name).toEqual([])
    expect(destinations.length, name).toBeGreaterThan(0)
  }
  // What an application makes of records is records of its own, offered beside those that come from outside.
  const outside = Math.min(...result.lanes.map(({ offered }) => offered))
  for (const { name, offered } of result.lanes) {
    if (name.includes('Streams')) expect(offered, name).toBeGreaterThanOrEqual(outside)
    else expect(offered, name).toBe(outside)
  }
  expect(result.eventsExecuted).toBeLessThan(eventsMax)
}

function expectMet({ expectations }: RunDocument): void {
  expect(expectations.length).toBeGreaterThan(1)
  expect(expectations.filter(({ isMet }) => !isMet)).toEqual([])
}

describe.each(readdirSync(root))('the scenario processing/%s', { timeout: 90_000 }, (name) => {
  it('meets its expectations and balances, with as many records offered to all lanes', async () => {
    const result = await run(name)
    expectSound(result)
    expectMet(result)
    expect(result.eventsExecuted).toBeLessThan(eventsByDefault)
  })

  it('does so with another seed', async () => {
    const result = await run(name, { seed: 3 })
    expectSound(result)
    expectMet(result)
  })

  it('runs to its end and balances with all sliders low, and with all sliders high', async () => {
    const { parameters } = await run(name)
    for (const end of ['min', 'max'] as const) {
      expectSound(await run(name, { parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter[end]])) }))
    }
  })
})

describe('a process that is killed in its work', { timeout: 90_000 }, () => {
  it('costs records, copies, or neither, by what it had promised', async () => {
    const result = await run('killed')
    const archive = (lane: string): RunDocument['lanes'][number]['destinations'][number] | undefined =>
      result.lanes.find(({ name }) => name === lane)?.destinations.find(({ name }) => name === 'archive')
    const delivered = (lane: string): number => archive(lane)?.delivered ?? 0
    const offered = result.lanes[0]?.offered ?? 0
    expect(delivered('Flume, memory channel')).toBeLessThan(offered)
    expect(delivered('Storm, at most once')).toBeLessThan(offered)
    expect(archive('Storm, at least once')?.duplicates).toBeGreaterThan(0)
    expect(delivered('Streams, at_least_once')).toBeGreaterThan(offered)
    expect(delivered('Streams, exactly_once_v2')).toBe(offered)
  })
})
