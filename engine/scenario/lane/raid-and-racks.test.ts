import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PlayedSystems } from '../play/play.ts'
import { runScenario } from '../run/run-scenario.ts'
import type { RunDocument } from '../run/run-document.ts'

const conf = [
  'a1.sources = r1', 'a1.channels = c1', 'a1.sinks = k1',
  'a1.sources.r1.type = avro', 'a1.sources.r1.bind = 0.0.0.0', 'a1.sources.r1.port = 4141', 'a1.sources.r1.channels = c1',
  'a1.channels.c1.type = file', 'a1.channels.c1.checkpointDir = /flume/checkpoint', 'a1.channels.c1.dataDirs = /flume/data',
  'a1.sinks.k1.type = avro', 'a1.sinks.k1.hostname = archive', 'a1.sinks.k1.port = 4545', 'a1.sinks.k1.channel = c1', '',
].join('\n')

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

function assertBalance({ lanes }: PlayedSystems): void {
  for (const { name, ledger, simulation } of lanes) {
    for (const { imbalances: [first] } of ledger.balance()) {
      if (first !== undefined) throw new Error(`${name}: record ${first.record} ${first.problem} at ${simulation.nowMicros} µs`)
    }
  }
}

/** Runs a scenario whose builder has this body, on small disks that are rebuilt in ten seconds. */
function run(body: string, seed = 1): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'
export default scenario({ duration: '40s', hardware: { disk: { capacityBytes: 1_000_000_000 } } }, ({ lane, at, expect }) => {
${body}
})`
  return runScenario({ files: { 'scenario.ts': text, 'flume.conf': conf }, entry: 'scenario.ts', engineHash: '', drain, seed, sharesRealm: true, afterEachEvent: assertBalance })
}

const flume = (raid: string): string => `
  const events = load.steady({ name: 'events', perSecond: 20, bytes: 100, from: '5s', for: '10s' })
  const side = lane('Flume', ({ host, agent, store }) => {
    agent('a1', { conf, on: host('collector', { raid: ${raid} }) }).source('r1').receives(events).sink('k1').writes(store('archive'))
  })
  const link = () => side.link(side.host('collector'), side.host('archive'))
  const disk = () => side.agent('a1').disk
  at('4s', () => link().cut({ for: '11s' }))`

const kafka = (options: string): string => `
  const events = load.steady({ name: 'events', perSecond: 20, bytes: 100, from: '5s', for: '10s' })
  const side = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 6, controllers: 3, ${options} })
    brokers.topic('t', { partitions: 6, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 't' })
    brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest' }).subscribes('t').writes(store('archive'))
  })`

const fateCount = ({ lanes }: RunDocument, fate: string): number =>
  lanes.flatMap(({ destinations }) => destinations.flatMap(({ lines }) => lines)).filter((line) => line.fate === fate).reduce((sum, { count }) => sum + count, 0)

describe('a file channel on an array', () => {
  it.each([
    ['{ level: 5, disks: 3 }', 'disk().member(0).lose()', false],
    ['{ level: 1, disks: 2 }', "disk().member(1).lose({ for: '1s' })", false],
    ['{ level: 5, disks: 3 }', 'disk().member(0).lose(); disk().member(1).lose()', true],
    ['{ level: 5, disks: 3, spares: 1 }', 'disk().member(0).lose(); disk().member(1).lose()', true],
    ['{ level: 6, disks: 4 }', 'disk().member(0).lose(); disk().member(1).lose()', false],
    ['{ level: 0, disks: 2 }', 'disk().member(0).lose()', true],
    ['{ level: 10, disks: 4 }', 'disk().lose()', true],
    ['{ level: 6, disks: 4 }', "side.host('collector').lose({ for: '2s' })", true],
  ])('%s, %s, and a restart: loses events: %s', async (raid, fault, loses) => {
    const result = await run(`${flume(raid)}\n  at('14s', () => { ${fault} })\n  at('14500ms', () => side.agent('a1').kill({ for: '1s' }))`)
    expect(result.error).toBeUndefined()
    expect(fateCount(result, 'lost') > 0).toBe(loses)
    if (!loses) expect(result.lanes[0]?.destinations[0]?.delivered).toBe(200)
  })

  it('names the array among the disks and counts its members', async () => {
    const result = await run(flume('{ level: 10, disks: 4 }'))
    expect(result.lanes[0]?.nodes.find(({ id }) => id === 'Flume/collector/disk')).toMatchObject({ label: 'RAID 10', properties: { raid: 10, disks: 4 } })
    expect(result.modelParameters.find(({ name }) => name === 'RAID: rate of rebuilding')?.value).toBe(100_000_000)
    expect((result.lanes[0]?.costs.disks ?? 0) - (result.lanes[0]?.costs.hosts ?? 0)).toBe(3)
  })
})

describe('a cluster on arrays', () => {
  it.each([
    ["broker().disk.member(0).lose({ for: '1s' })", false],
    ['broker().disk.member(0).lose(); broker().disk.member(1).lose()', false],
    ["broker().host.lose({ for: '2s' })", false],
    ['for (const one of side.cluster.brokers) one.host.lose()', true],
  ] as const)('%s: the books balance, and writes are lost only with the last copy', async (fault, losesAll) => {
    const result = await run(`${kafka('raid: { level: 1, disks: 2 }').replace('brokers: 6', 'brokers: 3')}
  const broker = () => side.leaderOf('t', 0)
  at('9s', () => { ${fault} })`)
    expect(result.error).toBeUndefined()
    const [archive] = result.lanes[0]?.destinations ?? []
    const stillStored = archive?.lines.filter((line) => line.fate === 'in flight' && line.acknowledged > 0)
    expect(stillStored).toEqual([])
    if (!losesAll) expect([archive?.lostWrites, archive?.delivered]).toEqual([0, 200])
    else expect(archive?.delivered).toBeLessThan(200)
  })
})

describe('racks', () => {
  it('let one rack of three fail without a lost write, when brokers know them', async () => {
    for (const seed of [1, 2]) {
      const result = await run(`${kafka("rack: ['r1', 'r2', 'r3']")}\n  at('9s', () => side.rack('r1').powerCut())`, seed)
      expect(result.error).toBeUndefined()
      expect(result.markers.map(({ component }) => component)).toEqual(['Kafka/broker-1', 'Kafka/broker-4', 'Kafka/controller-100'])
      expect([result.lanes[0]?.destinations[0]?.lostWrites, result.lanes[0]?.destinations[0]?.delivered]).toEqual([0, 200])
    }
  })

  it.each([true, false])('that brokers know (%s) are what replicas are spread over', async (rackAware) => {
    // Brokers 1 and 2 share a rack: replicas on neighbours leave some partition with one of three, and min ISR refuses.
    const result = await run(`${kafka(`rack: ['r1', 'r1', 'r2', 'r2', 'r3', 'r3'], rackAware: ${rackAware}`)}\n  at('9s', () => side.rack('r1').powerCut())`)
    expect(result.lanes[0]?.offered).toBe(200)
    expect(result.lanes[0]?.acknowledged === 200).toBe(rackAware)
  })

  it('come back with their power, and say so', async () => {
    const result = await run(`${kafka("rack: ['r1', 'r2', 'r3']")}\n  at('9s', () => side.rack('r2').powerCut({ for: '3s' }))`)
    expect(result.markers.map(({ kind, timeMicros }) => [kind, timeMicros / 1e6])).toEqual([['fault', 9], ['fault', 9], ['fault', 9], ['recovery', 12], ['recovery', 12], ['recovery', 12]])
    expect(result.lanes[0]?.destinations[0]?.delivered).toBe(200)
  })
})

describe('any losses together', () => {
  const sides = [flume('{ level: 5, disks: 3, spares: 1, rebuildBytesPerSecond: 200_000_000 }'), kafka("rack: ['r1', 'r2', 'r3'], raid: { level: 10, disks: 4, rebuildBytesPerSecond: 200_000_000 }")]
  const targets = ["side.host('collector')", "side.leaderOf('t', 0).host"]
  const call = fc.oneof(
    fc.tuple(fc.nat(2), fc.constantFrom('', "{ for: '2s' }")).map(([member, options]) => `disk.member(${member}).lose(${options})`),
    fc.constantFrom("lose({ for: '3s' })", "disk.lose({ for: '1s' })", "powerCut({ for: '2s' })"),
  )

  it('leave books that balance after every event', { timeout: 60_000 }, async () => {
    const cases = fc.asyncProperty(fc.nat(1), fc.array(fc.tuple(fc.integer({ min: 6, max: 20 }), call), { minLength: 2, maxLength: 5 }), fc.nat(1_000), async (side, calls, seed) => {
      const actions = calls.map(([second, text]) => `at('${second}s', () => { try { ${targets[side] ?? ''}.${text} } catch { /* no leader at this moment */ } })`)
      const result = await run([sides[side], ...actions].join('\n  '), seed)
      expect(result.error?.message).toBeUndefined()
      expect(result.endedAtMicros).toBe(40_000_000)
    })
    await fc.assert(cases, { numRuns: 16, seed: 20_261_123 })
  })
})

describe('what cannot be built or done', () => {
  it.each([
    ["lane('L', ({ host }) => { host('h', { raid: { level: 5, disks: 2 } }) })", 'RAID 5 needs at least 3 disks, and has 2.', 'disks'],
    ["lane('L', ({ host }) => { host('h', { raid: { level: 10, disks: 5 } }) })", 'RAID 10 mirrors disks in pairs and needs an even number of them, and has 5.', 'disks'],
    ["lane('L', ({ host }) => { host('h', { raid: { level: 4, disks: 5 } }) })", 'There is no RAID level 4 here; the levels are 0, 1, 5, 6, 10.', 'level'],
    ["lane('L', ({ host }) => { host('h', { raid: { level: 5, disk: 5 } }) })", "raid has no option 'disk'.", 'disk:'],
    ["lane('L', ({ host }) => { host('h', { raid: { level: 5, disks: 3, rebuildBytesPerSecond: 1e9 } }) })", "raid: 'rebuildBytesPerSecond' must be below the 500000000 bytes a second of a member, and is 1000000000.", 'rebuildBytesPerSecond'],
    ["lane('L', ({ host }) => { host('h'); host('h', { rack: 'r1' }) })", "Machine 'h' is there already: say what it is made of where it is first named.", 'rack'],
    ["lane('L', ({ cluster }) => { cluster({ rack: [] }) })", 'cluster: the list of racks is empty.', 'rack'],
    ["lane('L', ({ cluster }) => { cluster({ raid: { level: 6, disks: 3 } }) })", 'RAID 6 needs at least 4 disks, and has 3.', 'disks'],
    ["const l = lane('L', ({ host }) => { host('h', { rack: 'r1' }) }); at('1s', () => l.rack('r2').powerCut())", "L has no machine in a rack 'r2'.", 'rack('],
    ["const l = lane('L', ({ host }) => { host('h') }); at('1s', () => l.host('h').disk.member(0).lose())", 'h/disk is one disk and has no members.', 'member'],
    ["const l = lane('L', ({ host }) => { host('h', { raid: { level: 1, disks: 2 } }) }); at('1s', () => l.host('h').disk.member(2).lose())", 'h/disk has no member 2: its members are 0 to 1.', 'member'],
    ["const l = lane('L', ({ host }) => { host('h') }); at('1s', () => { l.host('h').lose(); l.host('h').powerOn() })", 'h is lost: there is no machine to switch on.', 'powerOn'],
  ])('%s: %s', async (line, message, blamed) => {
    const { error } = await run(line)
    expect(error?.message).toBe(message)
    expect(error?.position).toMatchObject({ file: 'scenario.ts', line: 4, column: line.lastIndexOf(blamed) + 1 })
  })
})
