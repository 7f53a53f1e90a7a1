import { HBaseClient } from '../../../engine/hadoop/hbase/client/hbase-client.ts'
import { HBaseCluster } from '../../../engine/hadoop/hbase/hbase-cluster.ts'
import { HBaseException } from '../../../engine/hadoop/hbase/hbase-exception.ts'
import { isObject, numberOf, plainText, property, textOf, type Json } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'
import { Machine } from '../flume/run/machine.ts'

/** How long the recorder's calls may take before it gives up. */
const patienceMicros = 3_000_000_000

/** The cluster of a fact, with its tables, and a client. */
export class HBaseWorld {
  readonly machine: Machine
  readonly cluster: HBaseCluster
  readonly client: HBaseClient
  /** The table of steps that name none. */
  readonly table: string
  /** When labelled steps began. */
  readonly labels = new Map<string, number>()

  constructor(setup: Json | undefined, seed: number) {
    this.machine = new Machine(seed)
    const { lane, flume, client } = this.machine
    const cluster = property(setup, 'cluster')
    const hosts = Array.from({ length: numberOf(cluster, 'regionServers') ?? 2 }, (_, index) => lane.host(`rs${index + 1}`))
    const config = property(cluster, 'config')
    const site = new Map(Object.entries(isObject(config) ? config : {}).map(([key, value]): [string, string] => [key, plainText(value)]))
    this.cluster = new HBaseCluster(lane, { masterHost: lane.host('zk'), hosts, site })
    flume.hbase.add(this.cluster)
    this.cluster.start()
    this.machine.runFor(10)
    this.client = new HBaseClient({ cluster: this.cluster, process: client })
    this.table = textOf(setup, 'table')
    const tables = property(setup, 'tables')
    for (const [name, families] of Object.entries(isObject(tables) ? tables : {})) this.createTable(name, Array.isArray(families) ? families.map(String) : [])
  }

  createTable(name: string, families: readonly string[]): true {
    return this.call<true>((done) => { this.client.admin({ kind: 'create', descriptor: { name, families, splits: [] } }, done) })
  }

  /** What a call gives. @throws HBaseException what it throws */
  call<T>(ask: (done: (answer: T | HBaseException) => void) => void): T {
    const given: { answer: T | HBaseException | undefined } = { answer: undefined }
    ask((answer) => { given.answer = answer })
    this.machine.runUntil(() => given.answer !== undefined, this.machine.nowMicros + patienceMicros)
    if (given.answer instanceof HBaseException) throw given.answer
    if (given.answer === undefined) throw new NotReplayable('a call of HBase had no answer')
    return given.answer
  }

  /**
   * Kills the region server of a row. The recorder's ran as threads of its own JVM: one that is killed closes its log in order
   * and its ZooKeeper session, and only its memstores are gone.
   */
  killServerOf(row: string): number | undefined {
    const server = this.cluster.master.serverOf(this.table, row)
    if (server === undefined) return undefined
    this.cluster.servers[server]?.flushLog()
    this.machine.runFor(0.1)
    this.cluster.servers[server]?.process.kill()
    this.cluster.master.endSession(server)
    return server
  }
}
