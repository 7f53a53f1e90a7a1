import { illegalArgument } from './hbase-exception.ts'

/** Entries of hbase-default.xml 2.5 that concern durability, the detection of failures, memory and clients; null: no entry. */
export const hbaseDefaults: ReadonlyMap<string, string | null> = new Map([
  ['hbase.bulkload.retries.number', '10'],
  ['hbase.cells.scanned.per.heartbeat.check', '10000'],
  ['hbase.client.keyvalue.maxsize', '10485760'],
  ['hbase.client.max.perregion.tasks', '1'],
  ['hbase.client.max.perserver.tasks', '2'],
  ['hbase.client.max.total.tasks', '100'],
  ['hbase.client.localityCheck.threadPoolSize', '2'],
  ['hbase.client.operation.timeout', '1200000'],
  ['hbase.client.pause', '100'],
  ['hbase.client.perserver.requests.threshold', '2147483647'],
  ['hbase.client.retries.number', '15'],
  ['hbase.client.scanner.caching', '2147483647'],
  ['hbase.client.scanner.max.result.size', '2097152'],
  ['hbase.client.scanner.timeout.period', '60000'],
  ['hbase.client.write.buffer', '2097152'],
  ['hbase.cluster.distributed', 'false'],
  ['hbase.column.max.version', '1'],
  ['hbase.hregion.majorcompaction.jitter', '0.50'],
  ['hbase.hregion.percolumnfamilyflush.size.lower.bound.min', '16777216'],
  ['hbase.hstore.compaction.kv.max', '10'],
  ['hbase.hstore.compaction.max.size', '9223372036854775807'],
  ['hbase.hstore.compaction.min.size', '134217728'],
  ['hbase.hstore.compaction.ratio', '1.2F'],
  ['hbase.hstore.time.to.purge.deletes', '0'],
  ['hbase.ipc.client.tcpnodelay', 'true'],
  ['hbase.ipc.server.callqueue.read.ratio', '0'],
  ['hbase.ipc.server.callqueue.scan.ratio', '0'],
  ['hbase.master.fileSplitTimeout', '600000'],
  ['hbase.regionserver.handler.abort.on.error.percent', '0.5'],
  ['hbase.regionserver.info.port', '16030'],
  ['hbase.regionserver.logroll.errors.tolerated', '2'],
  ['hbase.regionserver.regionSplitLimit', '1000'],
  ['hbase.regionserver.thread.compaction.throttle', '2684354560'],
  ['hbase.server.scanner.max.result.size', '104857600'],
  ['hbase.server.thread.wakefrequency', '10000'],
  ['hbase.snapshot.enabled', 'true'],
  ['hbase.table.max.rowsize', '1073741824'],
  ['hbase.zookeeper.property.initLimit', '10'],
  ['hbase.zookeeper.property.syncLimit', '5'],
  ['hfile.block.cache.size', '0.4'],
  ['hbase.balancer.period', '300000'],
  ['hbase.hregion.majorcompaction', '604800000'],
  ['hbase.hregion.max.filesize', '10737418240'],
  ['hbase.hregion.memstore.block.multiplier', '4'],
  ['hbase.hregion.memstore.flush.size', '134217728'],
  ['hbase.hregion.memstore.mslab.enabled', 'true'],
  ['hbase.hregion.preclose.flush.size', '5242880'],
  ['hbase.hstore.blockingStoreFiles', '16'],
  ['hbase.hstore.blockingWaitTime', '90000'],
  ['hbase.hstore.compaction.max', '10'],
  ['hbase.hstore.compaction.min', null],
  ['hbase.hstore.compactionThreshold', '3'],
  ['hbase.hstore.flusher.count', '2'],
  ['hbase.ipc.server.callqueue.handler.factor', '0.1'],
  ['hbase.master.info.port', '16010'],
  ['hbase.master.logcleaner.ttl', '600000'],
  ['hbase.master.port', '16000'],
  ['hbase.region.replica.replication.enabled', 'false'],
  ['hbase.regionserver.global.memstore.size', null],
  ['hbase.regionserver.global.memstore.size.lower.limit', null],
  ['hbase.regionserver.handler.count', '30'],
  ['hbase.regionserver.hlog.blocksize', null],
  ['hbase.regionserver.logroll.multiplier', null],
  ['hbase.regionserver.logroll.period', '3600000'],
  ['hbase.regionserver.maxlogs', null],
  ['hbase.regionserver.msginterval', '3000'],
  ['hbase.regionserver.optionalcacheflushinterval', '3600000'],
  ['hbase.regionserver.optionallogflushinterval', null],
  ['hbase.regionserver.port', '16020'],
  ['hbase.rootdir', '${hbase.tmp.dir}/hbase'],
  ['hbase.rpc.shortoperation.timeout', '10000'],
  ['hbase.rpc.timeout', '60000'],
  ['hbase.server.keyvalue.maxsize', '10485760'],
  ['hbase.wal.dir.perms', '700'],
  ['hbase.wal.hsync', null],
  ['hbase.wal.provider', null],
  ['hbase.zookeeper.leaderport', '3888'],
  ['hbase.zookeeper.peerport', '2888'],
  ['hbase.zookeeper.property.clientPort', '2181'],
  ['hbase.zookeeper.property.maxClientCnxns', '300'],
  ['hbase.zookeeper.quorum', '127.0.0.1'],
  ['zookeeper.session.timeout', '90000'],
  ['zookeeper.znode.parent', '/hbase'],
])

/** Keys that some simulated class reads: all others load and change nothing. */
export const hbaseKeysRead: readonly string[] = [
  'hbase.client.keyvalue.maxsize', 'hbase.client.pause', 'hbase.client.retries.number', 'hbase.hregion.memstore.flush.size',
  'hbase.regionserver.optionallogflushinterval', 'hbase.rpc.timeout', 'hbase.wal.hsync', 'zookeeper.session.timeout',
]

/** What the code takes where hbase-default.xml has no entry. Sources: AbstractFSWAL, HConstants. */
const inCode: ReadonlyMap<string, string> = new Map([
  ['hbase.regionserver.optionallogflushinterval', '1000'],
  ['hbase.wal.hsync', 'false'],
  ['hbase.wal.provider', 'asyncfs'],
])

/** Settings of hbase-site.xml over the defaults. Source: org.apache.hadoop.hbase.HBaseConfiguration. */
export class HBaseConfig {
  readonly #site: ReadonlyMap<string, string>

  constructor(site: ReadonlyMap<string, string> = new Map()) {
    this.#site = site
  }

  /** A setting as text; undefined when nothing has it. */
  text(key: string): string | undefined {
    return this.#site.get(key) ?? hbaseDefaults.get(key) ?? inCode.get(key)
  }

  /** A whole number. @throws HBaseException NumberFormatException's parent when it is none */
  integer(key: string): number {
    const text = this.text(key)?.trim() ?? ''
    if (!/^[+-]?\d+$/.test(text)) throw illegalArgument(`${key} is no number: "${text}"`)
    return Number(text)
  }

  /** Whether a flag is on. */
  flag(key: string): boolean {
    return this.text(key)?.trim().toLowerCase() === 'true'
  }
}
