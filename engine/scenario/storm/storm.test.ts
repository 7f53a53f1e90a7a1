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

interface Options {
  readonly storm?: string
  readonly spout?: string
  readonly bolts?: string
  readonly faults?: string
  readonly duration?: string
}

const parseAndWrite = `
    topology.bolt('parse').shuffleGrouping('logs')
    topology.bolt('write').shuffleGrouping('parse').writes(store('archive'))`

/** Two hundred records, 20 a second from 12 s on, through a topology. */
function run({ storm = '{}', spout = '', bolts = parseAndWrite, faults = '', duration = '90s' }: Options = {}): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '${duration}' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 20, value: (number) => 'line ' + String(number), from: '12s', for: '10s' })
  lane('Storm', ({ cluster, storm, store }) => {
    const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('logs', { partitions: 2 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 'logs' })
    const topology = storm(${storm})
    topology.kafkaSpout('logs', { topics: 'logs', groupId: 'storm', ${spout} })
    ${bolts}
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

describe('a topology over a Kafka cluster', () => {
  it('brings every record to its store once when nothing fails, over two machines as well', async () => {
    for (const storm of ['{}', "{ supervisors: 2, 'topology.workers': 2 }"]) {
      const document = await run({ storm })
      expect(document.error).toBeUndefined()
      expect(fates(document)).toMatchObject({ owed: 200, delivered: 200, duplicates: 0 })
    }
  })

  it('brings records again after the loss of a worker, and loses none, at least once', async () => {
    const document = await run({ faults: "at('17s', () => { topology.worker(1).kill() })" })
    expect(document.error).toBeUndefined()
    expect(fates(document)).toMatchObject({ owed: 200, delivered: 200 })
    expect(Number(fates(document)['duplicates'])).toBeGreaterThan(50)
  })

  it('loses what a worker had in memory at most once', async () => {
    const bolts = `
    topology.bolt('slow', { takes: '200ms' }).shuffleGrouping('logs')
    topology.bolt('write').shuffleGrouping('slow').writes(store('archive'))`
    const document = await run({ spout: "processingGuarantee: 'AT_MOST_ONCE'", bolts, faults: "at('20s', () => { topology.worker(1).kill() })" })
    expect(document.error).toBeUndefined()
    expect(fates(document)).toMatchObject({ owed: 200, duplicates: 0 })
    expect(Number(fates(document)['lost'])).toBeGreaterThan(50)
  })

  it('replays a tuple that the reader’s bolt fails, and not one that it emits unanchored and a later bolt fails', async () => {
    const code = (emit: string): string => `
    let failures = 0
    topology.bolt('parse', { execute: (tuple, collector) => { ${emit}; collector.ack(tuple) } }).shuffleGrouping('logs')
    topology.bolt('check', { execute: (tuple, collector) => {
      if (tuple.getValueByField('value') === 'line 7' && failures++ === 0) collector.fail(tuple)
      else { collector.emit(tuple, tuple.values); collector.ack(tuple) }
    } }).shuffleGrouping('parse')
    topology.bolt('write').shuffleGrouping('check').writes(store('archive'))`
    const anchored = await run({ bolts: code('collector.emit(tuple, tuple.values)') })
    expect(anchored.error).toBeUndefined()
    expect(fates(anchored)).toMatchObject({ delivered: 200 })
    const unanchored = await run({ bolts: code('collector.emit(tuple.values)') })
    expect(fates(unanchored)).toMatchObject({ delivered: 199, dropped: 1 })
  })

  it('ends a worker whose bolt throws, and says where', async () => {
    const bolts = `
    let thrown = 0
    topology.bolt('parse', { execute: (tuple, collector) => {
      if (tuple.getValueByField('value') === 'line 50' && thrown++ === 0) throw new Error('boom')
      collector.emit(tuple, tuple.values)
      collector.ack(tuple)
    } }).shuffleGrouping('logs')
    topology.bolt('write').shuffleGrouping('parse').writes(store('archive'))`
    const document = await run({ bolts })
    expect(fates(document)).toMatchObject({ delivered: 200 })
    expect(document.changes.journal.map(({ message }) => message)).toContain('Async loop died! java.lang.RuntimeException: boom')
    expect(document.diagnostics.map(({ message }) => message).join()).toContain("The bolt 'parse' threw Error: boom")
  })

  it('has errors with places: wrong options, a topology that Storm refuses, no store', async () => {
    expect((await run({ storm: "{ 'topology.workers': 'two' }" })).error?.message).toContain('Field topology.workers must be an Integer')
    expect((await run({ bolts: "topology.bolt('write').shuffleGrouping('zz').writes(store('archive'))" })).error?.message).toContain('Component: [write] subscribes from non-existent component [zz]')
    expect((await run({ bolts: "topology.bolt('parse').shuffleGrouping('logs')" })).error?.message).toContain('writes to a store')
    const wrong = await run({ spout: "processingGuarantee: 'EXACTLY_ONCE'" })
    expect(wrong.error?.message).toContain("'processingGuarantee' must be AT_LEAST_ONCE, AT_MOST_ONCE, NO_GUARANTEE")
    expect(wrong.error?.position?.line).toBe(8)
  })
})
