/** Settings of HDFS and its clients that decide durability, failure detection and retries, with the shipped values. Source: hdfs-default.xml, core-default.xml of Hadoop 3.4. */
const hdfsDefaults = {
  'dfs.replication': 3,
  'dfs.replication.max': 512,
  'dfs.namenode.replication.min': 1,
  'dfs.blocksize': 134_217_728,
  'dfs.namenode.fs-limits.min-block-size': 1_048_576,
  'dfs.namenode.fs-limits.max-component-length': 255,
  'dfs.namenode.fs-limits.max-blocks-per-file': 10_000,
  'dfs.heartbeat.interval': 3,
  'dfs.namenode.heartbeat.recheck-interval': 300_000,
  'dfs.namenode.stale.datanode.interval': 30_000,
  'dfs.blockreport.intervalMsec': 21_600_000,
  'dfs.namenode.redundancy.interval.seconds': 3,
  'dfs.namenode.reconstruction.pending.timeout-sec': 300,
  'dfs.namenode.replication.max-streams': 2,
  'dfs.namenode.replication.work.multiplier.per.iteration': 2,
  'dfs.client.block.write.replace-datanode-on-failure.enable': true,
  'dfs.client.block.write.replace-datanode-on-failure.policy': 'DEFAULT',
  'dfs.client.block.write.replace-datanode-on-failure.best-effort': false,
  'dfs.client.block.write.replace-datanode-on-failure.min-replication': 0,
  'dfs.client.block.write.retries': 3,
  'dfs.client.block.write.locateFollowingBlock.retries': 5,
  'dfs.client.block.write.locateFollowingBlock.initial.delay.ms': 400,
  'dfs.client-write-packet-size': 65_536,
  'dfs.bytes-per-checksum': 512,
  'dfs.checksum.type': 'CRC32C',
  'dfs.client.socket-timeout': 60_000,
  'dfs.datanode.socket.write.timeout': 480_000,
  'dfs.client.max.block.acquire.failures': 3,
  'dfs.client.retry.window.base': 3000,
  'dfs.client.failover.max.attempts': 15,
  'dfs.namenode.safemode.threshold-pct': '0.999f',
  'dfs.namenode.safemode.min.datanodes': 0,
  'dfs.namenode.safemode.extension': 30_000,
  'dfs.namenode.lease-hard-limit-sec': 1200,
  'dfs.namenode.lease-recheck-interval-ms': 2000,
  'dfs.namenode.checkpoint.period': 3600,
  'dfs.namenode.checkpoint.txns': 1_000_000,
  'dfs.permissions.enabled': true,
  'dfs.datanode.failed.volumes.tolerated': 0,
  'dfs.namenode.handler.count': 10,
  'fs.trash.interval': 0,
  'ipc.client.connect.max.retries': 10,
  'ipc.client.connect.retry.interval': 1000,
  'ipc.client.connect.timeout': 20_000,
  'io.bytes.per.checksum': 512,
  'io.file.buffer.size': 4096,
} as const

/** The name of a setting. */
export type HdfsKey = keyof typeof hdfsDefaults

/** The names of all settings that are known. */
export const hdfsKeys: readonly string[] = Object.keys(hdfsDefaults)

/** Settings that change nothing here. */
const notModelled: ReadonlySet<string> = new Set([
  'dfs.namenode.stale.datanode.interval', 'dfs.blockreport.intervalMsec', 'dfs.namenode.replication.work.multiplier.per.iteration', 'dfs.checksum.type',
  'dfs.datanode.socket.write.timeout', 'dfs.client.failover.max.attempts', 'dfs.namenode.checkpoint.period', 'dfs.namenode.checkpoint.txns', 'dfs.permissions.enabled',
  'dfs.datanode.failed.volumes.tolerated', 'dfs.namenode.handler.count', 'fs.trash.interval', 'io.bytes.per.checksum', 'io.file.buffer.size',
])

/** Whether a setting is known and has its effect here. */
export function isModelledKey(key: string): boolean {
  return isHdfsKey(key) && !notModelled.has(key)
}

/** Whether a text names a setting. */
export function isHdfsKey(text: string): text is HdfsKey {
  return text in hdfsDefaults
}

/** What a setting is when nobody sets it. */
export function shippedValue(key: HdfsKey): HdfsValue {
  return hdfsDefaults[key]
}

/** A value of a setting. */
export type HdfsValue = string | number | boolean

/** HdfsConstants.LEASE_SOFTLIMIT_PERIOD. */
export const leaseSoftLimitMs = 60_000

/** The settings of a cluster, or of one client: what was set, over the defaults. */
export class HdfsConfig {
  readonly #set: ReadonlyMap<HdfsKey, HdfsValue>

  constructor(set: ReadonlyMap<HdfsKey, HdfsValue> = new Map()) {
    this.#set = set
  }

  /** The same with further settings over it. */
  with(more: ReadonlyMap<HdfsKey, HdfsValue>): HdfsConfig {
    return new HdfsConfig(new Map([...this.#set, ...more]))
  }

  /** A number; the suffix of a Java float is read over. */
  number(key: HdfsKey): number {
    return Number(String(this.#value(key)).replace(/f$/, ''))
  }

  text(key: HdfsKey): string {
    return String(this.#value(key))
  }

  flag(key: HdfsKey): boolean {
    return String(this.#value(key)) === 'true'
  }

  #value(key: HdfsKey): HdfsValue {
    return this.#set.get(key) ?? hdfsDefaults[key]
  }
}
