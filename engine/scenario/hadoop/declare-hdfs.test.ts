import { describe, expect, it } from 'vitest'
import type { PlayedSystems } from '../play/play.ts'
import type { RunDocument } from '../run/run-document.ts'
import { runScenario } from '../run/run-scenario.ts'

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
a1.sinks.k1.type = hdfs
a1.sinks.k1.channel = c1
a1.sinks.k1.hdfs.path = hdfs://namenode/events
a1.sinks.k1.hdfs.fileType = DataStream
a1.sinks.k1.hdfs.rollCount = 0
a1.sinks.k1.hdfs.rollSize = 0
a1.sinks.k1.hdfs.rollInterval = 0
a1.sinks.k1.hdfs.retryInterval = 5
`

/** 600 records in ten seconds through an hdfs sink; something happens at 15 s. */
function run(what: string, options: { readonly conf?: string; readonly hdfs?: string } = {}): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'
export default scenario({ duration: '60s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 60, bytes: 100, from: '10s', for: '10s' })
  const side = lane('Flume', ({ host, agent, hdfs }) => {
    hdfs(${options.hdfs ?? '{ dataNodes: 3 }'})
    agent('a1', { conf, on: host('collector') }).source('r1').receives(events)
  })
  at('15s', () => { ${what} })
  at('50s', () => { for (const file of side.hdfs.files('/')) console.log(file.bytes, file.isOpen) })
})`
  return runScenario({ files: { 'scenario.ts': text, 'flume.conf': options.conf ?? conf }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true, afterEachEvent: assertBalance })
}

function fates({ lanes: [lane] }: RunDocument): Readonly<Record<string, number>> {
  const counts = new Map<string, number>()
  for (const { fate, count } of lane?.destinations[0]?.lines ?? []) counts.set(fate, (counts.get(fate) ?? 0) + count)
  return Object.fromEntries(counts)
}

describe('an HDFS cluster of a scenario', () => {
  it('gets what an hdfs sink writes, in a file that stays open', async () => {
    const document = await run('')
    expect(document.error).toBeUndefined()
    expect(fates(document)).toEqual({ delivered: 600 })
  })

  it('keeps what was flushed when the agent is killed', async () => {
    const document = await run("side.agent('a1').kill()")
    expect(document.error).toBeUndefined()
    expect(fates(document)['lost'] ?? 0).toBeLessThan(120)
    expect(fates(document)['delivered']).toBeGreaterThan(200)
  })

  it('has all records after a data node was killed, in a second file, with what one batch repeats', async () => {
    const document = await run('side.hdfs.dataNode(1).kill()', { conf: `${conf}a1.sinks.k1.hdfs.minBlockReplicas = 1\n` })
    expect(fates(document)).toEqual({ delivered: 600 })
    expect(document.changes.journal.some(({ message }) => message.includes('HDFS IO error'))).toBe(true)
  })

  it('loses what was flushed and not on a disk when all data nodes lose power at once', async () => {
    const document = await run('for (const name of [1, 2, 3]) side.host(`datanode-${name}`).powerCut()')
    expect(fates(document)['lost']).toBeGreaterThan(200)
  })

  it('loses all files with the disk of the name node', async () => {
    const document = await run("side.host('namenode').lose()")
    expect(document.error).toBeUndefined()
    expect(fates(document)['lost']).toBeGreaterThan(200)
  })

  it.each([
    ['{ dataNodes: 0 }', "'dataNodes' must be at least 1"],
    ['{ datanodes: 3 }', "hdfs has no option 'datanodes'"],
    ["{ 'dfs.heartbeat.interval': 'soon' }", 'For input string: "soon"'],
    ["{ 'dfs.client.block.write.replace-datanode-on-failure.policy': 'SOMETIMES' }", 'Illegal configuration value'],
    ["{ replication: 1, 'dfs.namenode.replication.min': 2 }", 'no file could be created'],
  ])('refuses %s', async (hdfs, words) => {
    const { error } = await run('', { hdfs })
    expect(error?.message).toContain(words)
    expect(error?.position?.line).toBe(6)
  })
})
