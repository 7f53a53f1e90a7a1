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

const conf = `a1.sources = r1
a1.channels = c1
a1.sinks = k1
a1.sources.r1.type = avro
a1.sources.r1.bind = 0.0.0.0
a1.sources.r1.port = 4141
a1.sources.r1.channels = c1
a1.channels.c1.type = memory
a1.channels.c1.capacity = 10000
a1.sinks.k1.type = hbase2
a1.sinks.k1.channel = c1
a1.sinks.k1.table = events
a1.sinks.k1.columnFamily = f
a1.sinks.k1.zookeeperQuorum = zk:2181
`

/** 600 records in ten seconds through an hbase2 sink; something happens at 15 s, when the region is open. */
function run(what: string, options: { readonly conf?: string; readonly hbase?: string; readonly table?: string } = {}): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'
export default scenario({ duration: '120s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 60, bytes: 100, from: '12s', for: '10s' })
  const side = lane('Flume', ({ host, agent, hbase }) => {
    hbase(${options.hbase ?? "{ 'zookeeper.session.timeout': 6000 }"}).table('events'${options.table ?? ''})
    agent('a1', { conf, on: host('collector') }).source('r1').receives(events)
  })
  at('15s', () => { ${what} })
})`
  return runScenario({ files: { 'scenario.ts': text, 'flume.conf': options.conf ?? conf }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true, afterEachEvent: assertBalance })
}

function fates({ lanes: [lane] }: RunDocument): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const { fate, count } of lane?.destinations[0]?.lines ?? []) counts.set(fate, (counts.get(fate) ?? 0) + count)
  return Object.fromEntries(counts)
}

describe('an HBase cluster of a scenario', () => {
  it('has all that was put when a region server is killed, and its clients wait for the region', async () => {
    const document = await run("side.hbase.serverOf('events').kill()")
    expect(document.error).toBeUndefined()
    expect(fates(document)).toEqual({ delivered: 600 })
    expect(document.lanes[0]?.longestWithoutDeliveryMicros).toBeGreaterThan(4_000_000)
    expect(document.lanes[0]?.edges).toContainEqual({ from: 'Flume/collector/a1/k1', to: 'Flume/regionserver-1/regionserver', label: '' })
  })

  it('loses what was in the memstore when the sink skips the log', async () => {
    const document = await run("side.hbase.serverOf('events').kill()", { conf: `${conf}a1.sinks.k1.enableWal = false\n` })
    expect(fates(document)).toEqual({ 'in flight': 500, lost: 100 })
  })

  it('takes what comes for several regions', async () => {
    const document = await run('side.hbase.regionServer(1).restart()', { table: ", { splits: ['default4', 'default8'] }" })
    expect(fates(document)).toEqual({ delivered: 600 })
  })

  it('is missed by a sink whose quorum names another machine', async () => {
    const document = await run('', { conf: conf.replace('zk:2181', 'elsewhere:2181') })
    expect(document.diagnostics).toContainEqual({
      severity: 'warning', message: 'Sink k1 finds no HBase cluster at zookeeperQuorum = elsewhere:2181.',
      fix: "Declare one in the lane: hbase({ zookeeper: 'elsewhere' }).table('events').", position: { file: 'scenario.ts', line: 7, column: 5 },
    })
    expect(document.changes.journal.some(({ message }) => message.includes('Could not load table, events from HBase'))).toBe(true)
  })

  it.each([
    ['{ regionServers: 0 }', '', "'regionServers' must be at least 1"],
    ['{ regionservers: 3 }', '', "hbase has no option 'regionservers'"],
    ["{ 'zookeeper.session.timeout': 'soon' }", '', 'zookeeper.session.timeout is no number: "soon"'],
    ['{}', ', { families: [] }', 'Table should have at least one column family'],
    ['{}', ", { splits: ['b', 'a'] }", "'splits' must be row keys in ascending order"],
  ])('refuses %s%s', async (hbase, table, words) => {
    const { error } = await run('', { hbase, table })
    expect(error?.message).toContain(words)
    expect(error?.position?.line).toBe(6)
  })

  it('says of keys that they change nothing', async () => {
    const { diagnostics } = await run('', { hbase: "{ 'hbase.regionserver.handler.count': 10, 'hbase.client.pauze': 5 }" })
    expect(diagnostics.map(({ message, fix }) => [message, fix])).toEqual(expect.arrayContaining([
      ["'hbase.regionserver.handler.count' is not modelled: it changes nothing here.", undefined],
      ["HBase has no setting 'hbase.client.pauze'; it takes it in silence.", "Did you mean 'hbase.client.pause'?"],
    ]))
  })
})
