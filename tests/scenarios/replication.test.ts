import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'

const root = 'content/scenarios/replication'
/** A reader waits for the default run, and may wait a little longer for what the sliders ask for. */
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
  expect(result.expectations.filter(({ isMet }) => !isMet)).toEqual([])
  for (const { name, destinations, offered, costs } of result.lanes) {
    expect(destinations.flatMap(({ imbalances }) => imbalances), name).toEqual([])
    expect(destinations.map(({ owed }) => owed), name).toEqual([offered])
    expect(costs.hosts).toBeGreaterThan(2)
  }
  const arrivals = result.lanes.map(({ series }) => series.find(({ name }) => name === 'offered')?.counts.join())
  expect(new Set(arrivals).size).toBe(1)
  expect(result.eventsExecuted).toBeLessThan(eventsMax)
}

const lostWrites = ({ lanes }: RunDocument, lane: string): number | undefined => lanes.find(({ name }) => name === lane)?.destinations[0]?.lostWrites

describe.each(readdirSync(root))('the scenario replication/%s', { timeout: 90_000 }, (name) => {
  it('meets its expectations and balances, with the same offered to all lanes', async () => {
    const result = await run(name)
    expectSound(result)
    expect(result.expectations.length).toBeGreaterThan(1)
    expect(result.eventsExecuted).toBeLessThan(eventsByDefault)
  })

  it('does so with another seed', async () => {
    expectSound(await run(name, { seed: 3 }))
  })

  it('does so with all sliders low, and with all sliders high', async () => {
    const { parameters } = await run(name)
    for (const end of ['min', 'max'] as const) {
      expectSound(await run(name, { parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter[end]])) }))
    }
  })
})

describe('a second disk', { timeout: 90_000 }, () => {
  it.each([
    [9, 1, true, true], [11, 1, false, false], [9, 2, true, false], [9, 3, true, false],
  ])('%i s after the first, with a rebuild of 10 s, as member %i: RAID 5 loses %s, RAID 10 loses %s', async (gap, second, parityLoses, mirrorLoses) => {
    const result = await run('second-disk', { parameters: { gap, second } })
    expect([(lostWrites(result, 'Flume, RAID 5') ?? 0) > 0, (lostWrites(result, 'Flume, RAID 10') ?? 0) > 0]).toEqual([parityLoses, mirrorLoses])
    expect([lostWrites(result, 'Flume, RAID 6'), lostWrites(result, 'Kafka, three copies')]).toEqual([0, 0])
  })
})

describe('a copy made by hand', { timeout: 90_000 }, () => {
  it('loses, where it is optional, only what the channel of the collector that was down did not take', async () => {
    const [none, long] = [await run('home-made-copy', { parameters: { outage: 0 } }), await run('home-made-copy', { parameters: { outage: 30 } })]
    expect(lostWrites(none, 'Flume, one optional')).toBe(0)
    expect(lostWrites(long, 'Flume, one optional')).toBeGreaterThan(0)
  })
})
