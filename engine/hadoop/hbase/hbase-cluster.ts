import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { Process } from '../../sim/process.ts'
import { CellBooks } from './data/cell.ts'
import { HBaseConfig } from './hbase-config.ts'
import { HMaster } from './server/h-master.ts'
import { RegionServer } from './server/region-server.ts'
import { DataNode } from './store/data-node.ts'
import { HdfsNamespace } from './store/hdfs-files.ts'

/** What HBase leaves open, in microseconds: choices of the model. */
export interface HBaseCosts {
  /** From exec to a JVM that answers. */
  readonly bootMicros: number
  /** From the end of a server's session until its logs are read: procedures of the master. */
  readonly crashProcedureMicros: number
  /** To open one region, beside reading its files. */
  readonly openRegionMicros: number
}

/** What a cluster takes when nothing else is said. */
export const defaultHBaseCosts: HBaseCosts = { bootMicros: 3_000_000, crashProcedureMicros: 1_000_000, openRegionMicros: 300_000 }

/** What a cluster is made from. */
export interface HBaseClusterOptions {
  /** The machine of the master and of ZooKeeper. */
  readonly masterHost: Host
  /** A region server and a data node on each. */
  readonly hosts: readonly Host[]
  /** hbase-site.xml. */
  readonly site?: ReadonlyMap<string, string>
  readonly costs?: Partial<HBaseCosts>
}

/** ZooKeeper grants no longer session than 20 of its ticks of 2 s. Sources: tickTime of HBase's zoo.cfg, maxSessionTimeout of ZooKeeper. */
const maxSessionTimeoutMs = 40_000

/** An HBase cluster: a master with ZooKeeper, and machines with a region server and a data node each. */
export class HBaseCluster {
  readonly lane: Lane
  readonly config: HBaseConfig
  readonly master: HMaster
  readonly servers: readonly RegionServer[]
  readonly dataNodes: readonly DataNode[]

  constructor(lane: Lane, options: HBaseClusterOptions) {
    const costs = { ...defaultHBaseCosts, ...options.costs }
    const config = new HBaseConfig(options.site)
    const books = new CellBooks(lane, `${lane.name}/HBase`)
    const namespace = new HdfsNamespace(options.hosts)
    const sessionTimeoutMs = Math.min(config.integer('zookeeper.session.timeout'), maxSessionTimeoutMs)
    this.lane = lane
    this.config = config
    this.dataNodes = options.hosts.map((host) => new DataNode(lane, host, books, costs.bootMicros))
    this.master = new HMaster({
      lane, host: options.masterHost, namespace, servers: () => this.servers, sessionTimeoutMs,
      bootMicros: costs.bootMicros, crashProcedureMicros: costs.crashProcedureMicros,
    })
    this.servers = options.hosts.map((host, index) => new RegionServer({
      lane, host, index, config, books, namespace, masterHost: options.masterHost, sessionTimeoutMs, bootMicros: costs.bootMicros, openRegionMicros: costs.openRegionMicros,
    }))
  }

  /** Puts its processes on the lane's picture. */
  show(): void {
    const labels = [...this.dataNodes.map(() => 'data node'), 'HMaster and ZooKeeper', ...this.servers.map(() => 'region server')]
    this.processes.forEach(({ name, host }, index) => { this.lane.topology.node({ id: name, kind: 'process', label: labels[index] ?? name, parent: host.name }) })
  }

  /** Its processes in the order in which they are started. */
  get processes(): readonly Process[] {
    return [...this.dataNodes, this.master, ...this.servers].map(({ process }) => process)
  }

  start(): void {
    for (const process of this.processes) process.start()
  }
}
