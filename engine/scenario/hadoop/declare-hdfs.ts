import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { HdfsCluster } from '../../hadoop/hdfs/hdfs-cluster.ts'
import { hdfsKeys, isHdfsKey, isModelledKey, type HdfsKey, type HdfsValue } from '../../hadoop/hdfs/hdfs-config.ts'
import type { Process } from '../../sim/process.ts'
import type { ProcessHandle } from '../api/fault-types.ts'
import type { HdfsFile, HdfsHandle } from '../api/hadoop-types.ts'
import { describe, nearest, OptionError, OptionReader } from '../check-options.ts'
import type { LaneScope } from '../lane/lane-scope.ts'
import { valueOfKey } from './hdfs-value.ts'

const ownOptions = ['nameNode', 'dataNodes', 'replication']

/** The HDFS cluster of a lane, once it is declared. */
export class HdfsDeclaration {
  readonly #scope: LaneScope
  readonly #flume: () => FlumeLane
  #handle: HdfsHandle | undefined

  constructor(scope: LaneScope, flume: () => FlumeLane) {
    this.#scope = scope
    this.#flume = flume
  }

  /** Declares it: it starts with the run. @throws OptionError */
  declare(options: unknown): HdfsHandle {
    if (this.#handle !== undefined) throw new OptionError(`${this.#scope.lane.name} already has an HDFS cluster.`)
    this.#handle = declareHdfs(this.#scope, this.#flume(), options)
    return this.#handle
  }

  /** The declared one. @throws OptionError */
  get handle(): HdfsHandle {
    if (this.#handle === undefined) throw new OptionError(`${this.#scope.lane.name} has no HDFS cluster.`)
    return this.#handle
  }
}

function declareHdfs(scope: LaneScope, flume: FlumeLane, options: unknown): HdfsHandle {
  const reader = new OptionReader('hdfs', options ?? {}, ownOptions, true)
  const { lane, play } = scope
  const nameNode = lane.host(reader.text('nameNode', 'namenode'))
  const count = reader.number('dataNodes', 3, { min: 1, max: 100, whole: true })
  const config = configOf(scope, reader.others(ownOptions))
  if (reader.has('replication')) {
    if (config.has('dfs.replication')) throw new OptionError("hdfs: 'replication' is dfs.replication; give one of the two.", 'replication')
    config.set('dfs.replication', reader.number('replication', 3, { min: 1, max: 512, whole: true }))
  }
  const dataNodes = Array.from({ length: count }, (_, index) => lane.host(`datanode-${String(index + 1)}`))
  const cluster = new HdfsCluster({ lane, nameNode, dataNodes, config })
  const replication = cluster.config.number('dfs.replication')
  if (cluster.config.number('dfs.namenode.replication.min') > replication) throw new OptionError(`hdfs: dfs.namenode.replication.min is more than dfs.replication (${String(replication)}): no file could be created.`, 'dfs.namenode.replication.min')
  flume.hdfs.add(reader.text('nameNode', 'namenode'), cluster)
  play.copies.set(lane.name, Math.max(Math.min(replication, count), play.copies.get(lane.name) ?? 1))
  play.starters.starts.push(() => { cluster.start() })
  listModelParameters(scope)
  showOnPicture(scope, cluster)
  return handleOf(scope, cluster)
}

function handleOf(scope: LaneScope, cluster: HdfsCluster): HdfsHandle {
  const ofProcess = (process: Process): ProcessHandle =>
    Object.freeze(scope.handles.process(scope.lane, { host: process.host, name: process.name.slice(process.host.name.length + 1), process: () => process }, {}))
  const dataNodes = Object.freeze(cluster.dataNodes.map(({ process }) => ofProcess(process)))
  return Object.freeze({
    nameNode: ofProcess(cluster.nameNode.process),
    dataNodes,
    dataNode: (number: unknown) => {
      const node = typeof number === 'number' ? dataNodes[number - 1] : undefined
      if (node === undefined) throw new OptionError(`There is no data node ${describe(number)}: they are 1 to ${String(dataNodes.length)}.`)
      return node
    },
    files: (directory: unknown = '/') => {
      if (typeof directory !== 'string' || !directory.startsWith('/')) throw new OptionError(`files takes a path that begins with /, and got ${describe(directory)}.`)
      return Object.freeze(cluster.nameNode.files(directory).map((file): HdfsFile => Object.freeze(file)))
    },
  })
}

/** Keys of hdfs-site.xml; HDFS takes any key in silence, so what has no effect here is said in a remark. */
function configOf({ play }: LaneScope, given: ReadonlyMap<string, unknown>): Map<HdfsKey, HdfsValue> {
  const at = new Error('configured here')
  const config = new Map<HdfsKey, HdfsValue>()
  for (const [key, value] of given) {
    if (!key.includes('.')) throw new OptionError(`hdfs has no option '${key}'.`, key, `Its options are ${ownOptions.join(', ')}, and keys of hdfs-site.xml.`)
    if (isHdfsKey(key)) config.set(key, valueOfKey(key, value))
    if (isModelledKey(key)) continue
    const message = isHdfsKey(key) ? `'${key}' is not modelled: it changes nothing here.` : `'${key}' is no setting of HDFS that is known here: it changes nothing.`
    const near = isHdfsKey(key) ? undefined : nearest(key, hdfsKeys)
    play.remarks.push({ severity: 'warning', message, fix: near === undefined ? undefined : `Did you mean '${near}'?`, at, key })
  }
  return config
}

function showOnPicture({ lane }: LaneScope, cluster: HdfsCluster): void {
  for (const { process } of [cluster.nameNode, ...cluster.dataNodes]) {
    lane.topology.node({ id: process.name, kind: 'process', label: process.name.slice(process.host.name.length + 1), parent: process.host.name })
  }
}

function listModelParameters({ play }: LaneScope): void {
  const source = 'a modelling choice'
  play.modelParameters.set('hdfs boot', { name: 'HDFS: start of a JVM', value: 2_500_000, unit: 'µs', source })
  play.modelParameters.set('hdfs heap', { name: 'HDFS name node: heap of each file and each block', value: 150, unit: 'bytes', source: 'the rule of thumb of Hadoop’s administrators' })
}
