import { describe, expect, it } from 'vitest'
import { HBaseClient } from '../../../hadoop/hbase/client/hbase-client.ts'
import type { HBaseException } from '../../../hadoop/hbase/hbase-exception.ts'
import { HBaseCluster } from '../../../hadoop/hbase/hbase-cluster.ts'
import { FlumeTestLane } from '../../testing/flume-test-lane.ts'

/** An agent whose exec source prints 1 to 50, and an HBase cluster with table t. */
class Rig {
  readonly lane = new FlumeTestLane({ balancesAfterEachEvent: true })
  readonly cluster: HBaseCluster
  readonly client: HBaseClient
  readonly #sink: readonly string[]

  constructor(...sink: readonly string[]) {
    this.#sink = sink
    const { lane, flume } = this.lane
    this.cluster = new HBaseCluster(lane, { masterHost: lane.host('zk'), hosts: ['h1', 'h2', 'h3'].map((name) => lane.host(name)), site: new Map([['zookeeper.session.timeout', '6000']]) })
    flume.hbase.add(this.cluster)
    this.cluster.start()
    const app = lane.host('app').process({ onStart: () => undefined, onEnd: () => undefined }, { name: 'app', bootMicros: 0 })
    app.start()
    this.lane.run(5)
    this.client = new HBaseClient({ cluster: this.cluster, process: app })
    this.wait((done) => { this.client.admin({ kind: 'create', descriptor: { name: 't', families: ['f'], splits: [] } }, done) })
  }

  /** Runs the agent for some seconds, from its start on. */
  start(seconds = 20, command = 'seq 1 50'): this {
    this.lane.agent('a1', [
      `a1.sources = r1\na1.channels = c1\na1.sinks = k1\na1.sources.r1.type = exec\na1.sources.r1.command = ${command}\na1.sources.r1.channels = c1\na1.channels.c1.type = memory`,
      'a1.sinks.k1.type = hbase2\na1.sinks.k1.channel = c1\na1.sinks.k1.table = t\na1.sinks.k1.columnFamily = f\na1.sinks.k1.zookeeperQuorum = zk:2181',
      ...this.#sink.map((line) => `a1.sinks.k1.${line}`),
    ].join('\n'))
    this.lane.run(seconds)
    return this
  }

  wait<T>(call: (done: (answer: T | HBaseException) => void) => void): T | HBaseException | undefined {
    let answer: T | HBaseException | undefined
    call((given) => { answer = given })
    for (let turn = 0; turn < 200 && answer === undefined; turn++) this.lane.run(0.25)
    return answer
  }

  get rowKeys(): readonly string[] {
    const rows = this.wait<readonly string[]>((done) => { this.client.scan('t', done) })
    return Array.isArray(rows) ? (rows as readonly string[]).filter((row) => row !== 'incRow') : []
  }

  get fates(): Readonly<Record<string, number>> {
    const [balance] = this.lane.ledger.balance()
    return { ...Object.fromEntries((balance?.lines ?? []).map(({ fate, count }) => [fate, count])), duplicates: balance?.duplicates ?? 0 }
  }
}

describe('the hbase2 sink', () => {
  it('makes a row of each event under a UUID, and counts them in the row incRow', () => {
    const rig = new Rig('serializer.rowPrefix = x').start()
    expect(rig.rowKeys).toHaveLength(50)
    expect(rig.rowKeys[0]).toMatch(/^x[0-9a-f]{8}-[0-9a-f]{4}-4/)
    expect(rig.fates).toEqual({ delivered: 50, duplicates: 0 })
    const [counter] = rig.wait<readonly { readonly value: unknown }[]>((done) => { rig.client.get('t', { row: 'incRow' }, done) }) as readonly { readonly value: unknown }[]
    expect(counter?.value).toEqual({ long: 50 })
  })

  it('loses events whose row key is the millisecond: others are written to the same row', () => {
    const rig = new Rig('serializer.suffix = timestamp').start()
    const { length } = rig.rowKeys
    expect(length).toBeLessThan(10)
    expect(rig.fates).toEqual({ delivered: length, superseded: 50 - length, duplicates: 0 })
  })

  it('makes another row of every event with each attempt when its counter cannot be added to', () => {
    const rig = new Rig()
    rig.wait((done) => { rig.client.put('t', { row: 'incRow', columns: [{ family: 'f', qualifier: 'iCol', value: 'abc' }], durability: 'SYNC_WAL' }, done) })
    rig.start(24, 'seq 1 10')
    const attempts = rig.lane.logged('Unable to deliver event. Exception follows.').length
    expect(attempts).toBeGreaterThan(2)
    expect(rig.rowKeys).toHaveLength(10 * attempts)
    expect(rig.fates).toEqual({ delivered: 10, duplicates: 10 * (attempts - 1) })
  })

  it('is idempotent over retries with a row key that comes from the event', () => {
    const rig = new Rig('serializer = org.apache.flume.sink.hbase2.RegexHBase2EventSerializer', 'serializer.regex = (\\\\d)(\\\\d)', 'serializer.colNames = ROW_KEY,units', 'serializer.rowKeyIndex = 0').start()
    expect(rig.rowKeys).toEqual(['1', '2', '3', '4', '5'])
    expect(rig.fates).toEqual({ delivered: 5, superseded: 36, dropped: 9, duplicates: 0 })
  })

  it('loses with enableWal = false what is in the memstore of a region server that is killed', () => {
    for (const [line, fate] of [['enableWal = false', 'lost'], ['enableWal = true', 'delivered']] as const) {
      const rig = new Rig(line).start()
      rig.cluster.servers[rig.cluster.master.serverOf('t', 'r') ?? -1]?.process.kill()
      rig.lane.run(30)
      expect(rig.fates).toEqual({ [fate]: 50, duplicates: 0 })
      expect(rig.rowKeys).toHaveLength(fate === 'lost' ? 0 : 50)
    }
  })

  it('waits out the loss of the region server while the client repeats', () => {
    const rig = new Rig()
    rig.cluster.servers[rig.cluster.master.serverOf('t', 'r') ?? -1]?.process.kill()
    rig.start(60)
    expect(rig.fates).toMatchObject({ delivered: 50 })
  })

  it('does not start without its family, and says what Flume says', () => {
    const rig = new Rig()
    rig.wait((done) => { rig.client.admin({ kind: 'disable', table: 't' }, done) })
    rig.wait((done) => { rig.client.admin({ kind: 'delete', table: 't' }, done) })
    rig.start()
    expect(rig.lane.logged('Error getting column family from HBase.Please verify that the table t and Column Family, f exists in HBase')[0]).toContain('TableNotFoundException: t')
  })
})
