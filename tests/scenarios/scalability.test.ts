import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'
import { readScenario } from '../../scripts/scenario-files.ts'

const root = 'content/scenarios/scalability'
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
  expect(new Set(result.lanes.map(({ offered }) => offered)).size).toBe(1)
  expect(result.eventsExecuted).toBeLessThan(eventsMax)
}

function expectMet({ expectations }: RunDocument): void {
  expect(expectations.length).toBeGreaterThan(1)
  expect(expectations.filter(({ isMet }) => !isMet)).toEqual([])
}

const destination = ({ lanes }: RunDocument, lane: string, name = 'archive'): RunDocument['lanes'][number]['destinations'][number] | undefined =>
  lanes.find((one) => one.name === lane)?.destinations.find((one) => one.name === name)

describe.each(readdirSync(root))('the scenario scalability/%s', { timeout: 90_000 }, (name) => {
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

describe('members of a group', { timeout: 90_000 }, () => {
  it('are no faster when there are more of them than partitions, and sinks on one channel are', async () => {
    const latency = async (members: number, lane: string): Promise<number> => destination(await run('members', { parameters: { members } }), lane)?.latency.p99Micros ?? 0
    const [two, four, eight] = [await latency(2, 'Kafka, partitions as set'), await latency(4, 'Kafka, partitions as set'), await latency(8, 'Kafka, partitions as set')]
    expect(four).toBeLessThan(two * 0.75)
    expect(eight).toBeGreaterThan(four * 0.75)
    expect(await latency(8, 'Kafka, 12 partitions')).toBeLessThan(four / 2)
    expect(await latency(8, 'Flume, as many sinks')).toBeLessThan(four / 2)
  })
})

describe('more partitions', { timeout: 90_000 }, () => {
  it('break the order within a key where readers are behind, and hardly where they are not', async () => {
    const behind = destination(await run('more-partitions', { parameters: { answer: 80 } }), 'Kafka, partitions added')?.reordered ?? 0
    const abreast = destination(await run('more-partitions', { parameters: { answer: 5 } }), 'Kafka, partitions added')?.reordered ?? 0
    expect(behind).toBeGreaterThan(10)
    expect(abreast).toBeLessThan(behind / 2)
  })
})

describe('a broker that is added', { timeout: 90_000 }, () => {
  it('helps when partitions are moved to it in time, and not when they are moved under load', async () => {
    const moved = async (added: number): Promise<number> => destination(await run('new-broker', { parameters: { added } }), 'Kafka, added and reassigned')?.latency.p99Micros ?? 0
    const idle = destination(await run('new-broker'), 'Kafka, broker added')?.latency.p99Micros ?? 0
    expect(await moved(12)).toBeLessThan(idle / 2)
    expect(await moved(50)).toBeGreaterThan(idle)
  })
})

describe('a member that joins while another one pauses', { timeout: 90_000 }, () => {
  it('stops the whole group where partitions are handed over eagerly, and only there', async () => {
    const result = await run('member-joins')
    const silence = (lane: string): number => destination(result, lane)?.longestWithoutDeliveryMicros ?? 0
    expect(silence('Kafka, eager')).toBeGreaterThan(3_000_000)
    for (const lane of ['Kafka, cooperative', 'Kafka, consumer protocol']) expect(silence(lane)).toBeLessThan(1_500_000)
  })
})
