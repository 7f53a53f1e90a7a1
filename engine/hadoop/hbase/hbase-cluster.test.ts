import { describe, expect, it } from 'vitest'
import { Lane } from '../../ledger/lane.ts'
import { RecordStreams, type RecordContent } from '../../ledger/record-stream.ts'
import type { Process } from '../../sim/process.ts'
import { Simulation } from '../../sim/simulation.ts'
import { HBaseClient } from './client/hbase-client.ts'
import type { Durability, Put } from './data/mutation.ts'
import { HBaseCluster } from './hbase-cluster.ts'
import type { HBaseException } from './hbase-exception.ts'

const content: RecordContent = { name: 'lines', valueBytes: () => 5, value: (number) => `e${number}`, key: () => undefined, headers: () => undefined, isUniform: true }

/** Three machines with a region server each, a table, a client, and a stream of a hundred records owed to a table. */
class Rig {
  readonly simulation = new Simulation({ seed: 1, afterEachEvent: () => { this.#balance() } })
  readonly lane = new Lane({ simulation: this.simulation, name: 'L', streams: new RecordStreams(), offeredAt: () => 0, startMs: 1_700_000_000_000 })
  readonly cluster: HBaseCluster
  readonly client: HBaseClient
  readonly process: Process
  readonly #base: number
  #isAnswered = false

  constructor(site: readonly (readonly [string, string])[] = []) {
    const hosts = ['h1', 'h2', 'h3'].map((name) => this.lane.host(name))
    this.cluster = new HBaseCluster(this.lane, { masterHost: this.lane.host('zk'), hosts, site: new Map([['hbase.client.retries.number', '6'], ...site]) })
    this.cluster.start()
    this.process = this.lane.host('app').process({ onStart: () => undefined, onEnd: () => undefined }, { name: 'app', bootMicros: 0 })
    this.process.start()
    this.run(5)
    this.client = new HBaseClient({ cluster: this.cluster, process: this.process })
    const { index } = this.lane.ledger.destination('table t')
    const stream = this.lane.streams.add(content)
    this.#base = stream.base
    this.lane.ledger.owe(stream.index, [index])
    this.lane.ledger.addHolder({ place: 'outside', walk: (visit) => { if (!this.#isAnswered) visit({ first: this.#base, count: 100 }) } })
    this.lane.ledger.offered({ first: stream.base, count: 100 }, 'outside')
    expect(this.wait((done) => { this.client.admin({ kind: 'create', descriptor: { name: 't', families: ['f'], splits: [] } }, done) })).toBe(true)
  }

  run(seconds: number): void {
    this.simulation.runUntil(this.simulation.nowMicros + Math.round(seconds * 1_000_000))
  }

  /** What a call gives within ten minutes. */
  wait<T>(call: (done: (answer: T | HBaseException) => void) => void): T | HBaseException | undefined {
    let answer: T | HBaseException | undefined
    call((given) => { answer = given })
    for (let second = 0; second < 600 && answer === undefined; second += 0.25) this.run(0.25)
    return answer
  }

  /** Puts records 0 … 99, each to a row of its own unless a key is given. */
  putAll(durability: Durability, rowOf = (number: number): string => `r${number}`): void {
    const puts = Array.from({ length: 100 }, (_, number): Put => ({
      row: rowOf(number), columns: [{ family: 'f', qualifier: 'q', value: `e${number}` }], durability, record: { run: { first: this.#base + number, count: 1 }, destination: 0 },
    }))
    expect(this.wait((done) => {
      this.client.putAll('t', puts, (answer) => {
        this.#isAnswered = true
        done(answer)
      })
    })).toEqual([])
  }

  get rows(): number {
    const rows = this.wait<readonly string[]>((done) => { this.client.scan('t', done) })
    return Array.isArray(rows) ? rows.length : -1
  }

  /** Kills the region server of the table. */
  killServer(): void {
    this.cluster.servers[this.cluster.master.serverOf('t', 'r1') ?? -1]?.process.kill()
  }

  get delivered(): number {
    return this.lane.ledger.destinations[0]?.distinct ?? 0
  }

  get fates(): Readonly<Record<string, number>> {
    return Object.fromEntries((this.lane.ledger.balance()[0]?.lines ?? []).map(({ fate, count }) => [fate, count]))
  }

  #balance(): void {
    for (const { destination, imbalances } of this.lane.ledger.balance()) if (imbalances.length > 0) throw new Error(`${destination}: ${JSON.stringify(imbalances.slice(0, 3))}`)
  }
}

describe('an HBase cluster', () => {
  it.each(['SYNC_WAL', 'FSYNC_WAL', 'USE_DEFAULT'] as const)('keeps what was put with %s when the region’s server is killed, once its session has expired', (durability) => {
    const rig = new Rig()
    rig.putAll(durability)
    expect([rig.rows, rig.delivered]).toEqual([100, 100])
    const before = rig.cluster.master.serverOf('t', 'r1')
    rig.killServer()
    rig.run(20)
    expect(rig.cluster.master.serverOf('t', 'r1')).toBe(before)
    rig.run(30)
    expect(rig.cluster.master.serverOf('t', 'r1')).not.toBe(before)
    expect([rig.rows, rig.delivered]).toEqual([100, 100])
    expect(rig.wait((done) => { rig.client.put('t', { row: 'new', columns: [{ family: 'f', qualifier: 'q', value: 'v' }], durability }, done) })).toBe(true)
  })

  it('loses what was put with SKIP_WAL and not flushed, and the books say where', () => {
    const rig = new Rig()
    rig.putAll('SKIP_WAL')
    expect([rig.rows, rig.delivered]).toEqual([100, 0])
    rig.killServer()
    rig.run(60)
    expect([rig.rows, rig.fates]).toEqual([0, { lost: 100 }])
  })

  it('counts what was put with SKIP_WAL as arrived when its server has stopped in order', () => {
    const rig = new Rig()
    rig.putAll('SKIP_WAL')
    rig.cluster.servers[rig.cluster.master.serverOf('t', 'r1') ?? -1]?.process.terminate()
    rig.run(10)
    expect([rig.rows, rig.delivered]).toEqual([100, 100])
  })

  it('loses with ASYNC_WAL what the log’s flusher had not written yet', () => {
    const [early, late] = [new Rig(), new Rig()]
    early.putAll('ASYNC_WAL')
    late.putAll('ASYNC_WAL')
    late.run(2)
    for (const rig of [early, late]) {
      rig.killServer()
      rig.run(60)
    }
    expect([early.rows, early.fates]).toEqual([0, { lost: 100 }])
    expect([late.rows, late.delivered]).toEqual([100, 100])
  })

  it('loses with SYNC_WAL, and not with FSYNC_WAL, what a power cut of all data nodes takes from their page caches', () => {
    const rows = (['SYNC_WAL', 'FSYNC_WAL'] as const).map((durability) => {
      const rig = new Rig()
      rig.putAll(durability)
      const hosts = ['h1', 'h2', 'h3'].map((name) => rig.lane.host(name))
      for (const host of hosts) host.powerCut()
      rig.run(60)
      for (const host of hosts) host.powerOn()
      rig.run(60)
      return [rig.rows, rig.fates]
    })
    expect(rows).toEqual([[0, { lost: 100 }], [100, { delivered: 100 }]])
  })

  it('goes on with another log when a data node dies', () => {
    const rig = new Rig()
    rig.cluster.dataNodes[2]?.process.kill()
    rig.putAll('SYNC_WAL')
    expect(rig.delivered).toBe(100)
    rig.killServer()
    rig.run(60)
    expect(rig.rows).toBe(100)
  })

  it('keeps the last of the records that were put to one row, and the others are superseded', () => {
    const rig = new Rig()
    rig.putAll('SYNC_WAL', (number) => `r${number % 2}`)
    expect([rig.rows, rig.fates]).toEqual([2, { delivered: 2, superseded: 98 }])
  })

  it('is not changed by a second put of the same records to the same rows, and has each twice under other keys', () => {
    const rig = new Rig()
    rig.putAll('SYNC_WAL')
    rig.putAll('SYNC_WAL')
    expect([rig.rows, rig.lane.ledger.destinations[0]?.deliveries]).toEqual([100, 100])
    rig.putAll('SYNC_WAL', (number) => `other${number}`)
    expect([rig.rows, rig.lane.ledger.destinations[0]?.deliveries]).toEqual([200, 200])
  })

  it('takes a server that was silent for longer than its session for dead, and lets it end when it comes back', () => {
    const rig = new Rig([['zookeeper.session.timeout', '6000']])
    rig.putAll('SYNC_WAL')
    const old = rig.cluster.servers[rig.cluster.master.serverOf('t', 'r1') ?? -1]
    old?.process.pause()
    rig.run(15)
    old?.process.resume()
    rig.run(15)
    expect(old?.process.state).toBe('stopped')
    expect([rig.rows, rig.delivered]).toEqual([100, 100])
  })

  it('takes a server that starts again before its session is over for another one, and reads the logs of the first', () => {
    const rig = new Rig()
    rig.putAll('SYNC_WAL')
    const server = rig.cluster.servers[rig.cluster.master.serverOf('t', 'r1') ?? -1]
    server?.process.kill()
    rig.run(2)
    server?.process.start()
    rig.run(8)
    expect([rig.rows, rig.delivered]).toEqual([100, 100])
  })

  it('opens the regions of a dead server when its master, which was dead too, is back', () => {
    const rig = new Rig()
    rig.putAll('SYNC_WAL')
    rig.cluster.master.process.kill()
    rig.killServer()
    rig.run(60)
    rig.cluster.master.process.start()
    rig.run(60)
    expect([rig.rows, rig.delivered]).toEqual([100, 100])
  })

  it('waits for a data node when none of those with the log of a dead server is there', () => {
    const rig = new Rig()
    rig.putAll('FSYNC_WAL')
    for (const { process } of rig.cluster.dataNodes) process.kill()
    rig.killServer()
    rig.run(90)
    expect(rig.cluster.master.serverOf('t', 'r1')).toBeUndefined()
    rig.cluster.dataNodes[0]?.process.start()
    rig.run(60)
    expect([rig.rows, rig.delivered]).toEqual([100, 100])
  })

  it('spreads the regions of a table over its servers', () => {
    const rig = new Rig()
    rig.wait((done) => { rig.client.admin({ kind: 'create', descriptor: { name: 'split', families: ['f'], splits: ['h', 'p'] } }, done) })
    expect(new Set(['a', 'h', 'z'].map((row) => rig.cluster.master.serverOf('split', row))).size).toBe(3)
  })

  it('adds to a long, and refuses to add to a text', () => {
    const rig = new Rig()
    const add = (): unknown => rig.wait<number>((done) => { rig.client.increment('t', { row: 'i', family: 'f', qualifier: 'n', amount: 2, durability: 'SYNC_WAL' }, done) })
    expect([add(), add()]).toEqual([2, 4])
    rig.wait((done) => { rig.client.put('t', { row: 'i', columns: [{ family: 'f', qualifier: 'n', value: 'abc' }], durability: 'SYNC_WAL' }, done) })
    expect(String(add())).toContain("Field is not a long, it's 3 bytes wide")
  })
})
