import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import type { PlayedSystems } from '../../engine/scenario/play/play.ts'
import { runFromSource } from './run-from-source.ts'

const flumeConf = (channel: 'memory' | 'file'): string => [
  'a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1',
  'a1.sources.r1.type = avro', 'a1.sources.r1.bind = 0.0.0.0', 'a1.sources.r1.port = 4141', 'a1.sources.r1.channels = c1',
  `a1.channels.c1.type = ${channel}`,
  ...(channel === 'file' ? ['a1.channels.c1.checkpointDir = /flume/checkpoint', 'a1.channels.c1.dataDirs = /flume/data'] : []),
  'a1.sinks.k1.type = avro', 'a1.sinks.k1.hostname = archive', 'a1.sinks.k1.port = 4545', 'a1.sinks.k1.channel = c1', '',
].join('\n')

const files = {
  'memory.conf': flumeConf('memory'),
  'file.conf': flumeConf('file'),
  'tail.conf': flumeConf('file').replace(/a1\.sources\.r1\.(?:type|bind|port).*\n/g, '').concat('a1.sources.r1.type = exec\na1.sources.r1.command = tail -F /var/log/app.log\n'),
  'taildir.conf': flumeConf('file').replace(/a1\.sources\.r1\.(?:type|bind|port).*\n/g, '').concat('a1.sources.r1.type = TAILDIR\na1.sources.r1.filegroups = f\na1.sources.r1.filegroups.f = /var/log/app.log\n'),
}

const flumeLane = (conf: string): string => `
  const side = lane('Flume', ({ host, agent, store }) => {
    agent('a1', { conf: ${conf}, on: host('collector') }).source('r1').receives(events).sink('k1').writes(store('archive'))
  })
  const target = () => side.agent('a1')
  const machines = ['collector', 'application', 'archive'].map((name) => side.host(name))
  const links = () => [side.link(side.host('collector'), side.host('archive'))]`
const kafkaLane = (acks: string): string => `
  const clients = []
  const side = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('t', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    clients.push(brokers.producer({ acks: ${acks} }).sends(events, { topic: 't' }))
    clients.push(brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest' }).subscribes('t').writes(store('archive')))
  })
  const machines = [...side.cluster.brokers, ...clients].map(({ host }) => host).concat(side.host('archive'))
  const target = () => side.leaderOf('t')
  const links = () => side.cluster.brokers.filter(({ name }) => name !== target().name).map((other) => side.link(target(), other))`

/** The sides by name: a lane with \`target()\`, the process in the middle, and \`links()\`. */
const sides: Readonly<Record<string, string>> = {
  'memory channel': flumeLane('memory'), 'file channel': flumeLane('file'), 'exec source': flumeLane('tail'), 'taildir source': flumeLane('taildir'),
  'acks=all': kafkaLane("'all'"), 'acks=1': kafkaLane('1'), 'acks=0': kafkaLane('0'),
}

/** Every fault that a scenario can cause, as a statement. */
const faults: readonly string[] = [
  "target().terminate({ for: '2s' })", "target().kill({ for: '2s' })", "target().powerCut({ for: '3s' })", "target().pause({ for: '4s' })", 'target().restart()',
  "target().disk.lose({ for: '3s' })", "target().disk.fill({ for: '3s' })", "target().disk.slow({ times: 200, for: '3s' })",
  "target().disk.lose({ for: '1s' }); target().powerCut({ for: '2s' })", 'target().disk.lose()',
  "for (const link of links()) link.cut({ for: '4s' })", "for (const link of links()) link.slow({ times: 50, for: '3s' })", "for (const link of links()) link.lose({ rate: 0.4, for: '4s' })",
  'target().kill(); sleepThenStart()',
]

const scenarioOf = (side: string, actions: readonly string[], seconds = 30): string => `
  import { load, scenario } from 'kafka-vs-flume'
  import memory from './memory.conf'
  import file from './file.conf'
  import tail from './tail.conf'
  import taildir from './taildir.conf'
  export default scenario({ duration: '${seconds}s' }, ({ lane, at, sleep, expect }) => {
    const events = load.steady({ name: 'events', perSecond: 10, bytes: 100, from: '5s', for: '8s' })
    ${sides[side] ?? ''}
    const sleepThenStart = async () => { const gone = target(); await sleep('1500ms'); gone.start() }
    ${actions.join('\n    ')}
  })`

/** Throws at the first event after which the books of a lane do not balance. */
function assertBalance({ lanes }: PlayedSystems): void {
  for (const lane of lanes) {
    for (const { destination, imbalances } of lane.ledger.balance()) {
      const [first] = imbalances
      if (first !== undefined) throw new Error(`${lane.name}, ${destination}: record ${first.record} ${first.problem} at ${lane.simulation.nowMicros} µs`)
    }
  }
}

function runChecked(text: string, seed = 1): Promise<RunDocument> {
  return runFromSource(text, { files, seed, afterEachEvent: assertBalance })
}

describe.each(Object.keys(sides))('each fault, on %s', { timeout: 60_000 }, (side) => {
  it.each(faults)('%s: the books balance after every event', async (fault) => {
    const run = await runChecked(scenarioOf(side, [`at('8s', () => { ${fault} })`]))
    expect(run.error?.message).toBeUndefined()
    expect(run.lanes[0]?.offered).toBe(80)
  })
})

/** A fault at a moment, on the process in the middle or on any machine. */
const action = fc.record({
  atMs: fc.integer({ min: 4_000, max: 20_000 }),
  what: fc.oneof(
    fc.constantFrom(...faults),
    fc.tuple(fc.nat(6), fc.constantFrom("powerCut({ for: '2s' })", "disk.fill({ for: '2s' })", "disk.slow({ times: 30, for: '2s' })", "disk.lose({ for: '2s' })"))
      .map(([machine, call]) => `machines[${machine} % machines.length].${call}`),
    fc.tuple(fc.nat(6), fc.nat(6), fc.constantFrom("cut({ for: '3s' })", "lose({ rate: 0.5, for: '3s' })", "slow({ times: 80, for: '3s' })"))
      .filter(([left, right]) => left % 3 !== right % 3)
      .map(([left, right, call]) => `side.link(machines[${left % 3}], machines[${right % 3}]).${call}`),
  ),
})

describe('any faults together', () => {
  it('leave books that balance after every event, and a run that ends', { timeout: 120_000 }, async () => {
    const cases = fc.asyncProperty(fc.constantFrom(...Object.keys(sides)), fc.array(action, { minLength: 2, maxLength: 6 }), fc.nat(1_000), async (side, actions, seed) => {
      const run = await runChecked(scenarioOf(side, actions.map(({ atMs, what }) => `at('${atMs}ms', () => { ${what} })`), 40), seed)
      expect(run.error?.message).toBeUndefined()
      expect(run.endedAtMicros).toBe(40_000_000)
    })
    await fc.assert(cases, { numRuns: Number(process.env['FAULT_RUNS'] ?? 40), seed: 20_261_123 })
  })
})
