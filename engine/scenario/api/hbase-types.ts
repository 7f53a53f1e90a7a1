import type { ProcessHandle } from './fault-types.ts'

/**
 * An HBase cluster: how many region servers it has, and hbase-site.xml's own keys: `'zookeeper.session.timeout': 20000`.
 * Unknown keys change nothing, as in HBase.
 */
export interface HBaseOptions {
  /** Machines with a region server and a data node each; 3 when not given. */
  readonly regionServers?: number
  /** Name of the machine of ZooKeeper and the master, as a sink's `zookeeperQuorum` names it; 'zk' when not given. */
  readonly zookeeper?: string
  readonly [key: `${string}.${string}`]: string | number | boolean
}

/** A table's shape. */
export interface HBaseTableOptions {
  /** Its column families; 'f' alone when not given. They keep one version. */
  readonly families?: readonly string[]
  /** Row keys at which regions begin, in order: one region more than there are keys. One region when not given. */
  readonly splits?: readonly string[]
}

/** An HBase cluster. Flume's hbase2 sink finds it by its `zookeeperQuorum`. */
export interface HBaseHandle {
  /** A table that is there when the run begins. */
  readonly table: (name: string, options?: HBaseTableOptions) => HBaseHandle
  /** The region servers, from 1. */
  readonly regionServer: (number: number) => ProcessHandle
  readonly regionServers: readonly ProcessHandle[]
  /** The master, with ZooKeeper and hbase:meta in its process. */
  readonly master: ProcessHandle
  /** The region server that has the region of a row at this moment (without a row: of the first one). */
  readonly serverOf: (table: string, row?: string) => ProcessHandle
}
