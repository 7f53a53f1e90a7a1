import { describe, expect, it } from 'vitest'
import type { PlayedSystems } from '../play/play.ts'
import { runScenario } from '../run/run-scenario.ts'
import type { RunDocument } from '../run/run-document.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

function assertBalance({ lanes }: PlayedSystems): void {
  for (const { name, ledger, simulation } of lanes) {
    for (const { imbalances: [first] } of ledger.balance()) {
      if (first !== undefined) throw new Error(`${name}: record ${first.record} ${first.problem} at ${simulation.nowMicros} µs`)
    }
  }
}

/** Six hundred records, 20 a second from 5 s to 35 s, imported by runs that begin every 15 s. */
function run(job: string, faults = ''): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '90s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 20, value: (number) => 'line ' + String(number), from: '5s', for: '30s' })
  lane('Batch', ({ cluster, mapReduce, store }) => {
    const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('logs', { partitions: 3 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 'logs' })
    let failures = 0
    const job = mapReduce({ topics: 'logs', every: '15s', ${job} }).writes(store('archive'))
    ${faults}
  })
})`
  return runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true, afterEachEvent: assertBalance })
}

function fates({ lanes: [lane] }: RunDocument): Readonly<Record<string, unknown>> {
  const [destination] = lane?.destinations ?? []
  const counts = new Map<string, number>()
  for (const { fate, count } of destination?.lines ?? []) counts.set(fate, (counts.get(fate) ?? 0) + count)
  return { owed: destination?.owed, duplicates: destination?.duplicates, ...Object.fromEntries(counts) }
}

describe('a job that imports a topic', () => {
  it('brings every record once, run by run', async () => {
    const document = await run('')
    expect(document.error).toBeUndefined()
    expect(fates(document)).toEqual({ owed: 600, duplicates: 0, delivered: 600 })
  })

  it('tries a failed task again, and brings nothing twice', async () => {
    const document = await run("map: (value) => { if (value === 'line 7' && failures++ < 2) throw new Error('bad') }")
    expect(document.changes.journal.filter(({ message }) => message.includes('failed: java.lang.RuntimeException'))).toHaveLength(2)
    expect(fates(document)).toEqual({ owed: 600, duplicates: 0, delivered: 600 })
  })

  const failing = "'mapreduce.map.maxattempts': 1, map: (value) => { if (value === 'line 250' && failures++ === 0) throw new Error('bad') }"

  it('reads again what a failed run has read, exactly for who goes by _SUCCESS or has version 1', async () => {
    for (const options of ['', "trusts: 'part files', 'mapreduce.fileoutputcommitter.algorithm.version': 1,"]) {
      expect(fates(await run(`${options} ${failing}`))).toEqual({ owed: 600, duplicates: 0, delivered: 600 })
    }
  })

  it('shows the parts of a failed run twice to who goes by part files, with version 2', async () => {
    const seen = fates(await run(`trusts: 'part files', ${failing}`))
    expect(seen).toMatchObject({ owed: 600, delivered: 600 })
    expect(Number(seen['duplicates'])).toBeGreaterThan(100)
  })

  it('fails with its master, and the next run brings the same', async () => {
    const document = await run("takes: '20ms'", "at('27s', () => { job.killJob() })")
    expect(document.error).toBeUndefined()
    expect(fates(document)).toEqual({ owed: 600, duplicates: 0, delivered: 600 })
  })

  it('needs a store and knows its options', async () => {
    expect((await run('maps: 3')).error?.message).toContain("mapReduce has no option 'maps'")
    expect((await run("trusts: 'luck'")).error?.message).toContain("'trusts' must be '_SUCCESS' or 'part files'")
  })
})
