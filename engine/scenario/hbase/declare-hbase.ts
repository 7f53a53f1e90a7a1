import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { requireFamilyName, requireTableName } from '../../hadoop/hbase/data/table.ts'
import { defaultHBaseCosts, HBaseCluster } from '../../hadoop/hbase/hbase-cluster.ts'
import { hbaseDefaults, hbaseKeysRead } from '../../hadoop/hbase/hbase-config.ts'
import { HBaseException } from '../../hadoop/hbase/hbase-exception.ts'
import type { Process } from '../../sim/process.ts'
import type { ProcessHandle } from '../api/fault-types.ts'
import type { HBaseHandle } from '../api/hbase-types.ts'
import { describe, nearest, OptionError, OptionReader } from '../check-options.ts'
import type { LaneScope } from '../lane/lane-scope.ts'

/** The HBase cluster of a lane, once it is declared. */
export class HBaseDeclaration {
  readonly #scope: LaneScope
  readonly #flume: () => FlumeLane
  #handle: HBaseHandle | undefined

  constructor(scope: LaneScope, flume: () => FlumeLane) {
    this.#scope = scope
    this.#flume = flume
  }

  /** Declares it: it starts with the run. @throws OptionError */
  declare(options: unknown): HBaseHandle {
    if (this.#handle !== undefined) throw new OptionError(`${this.#scope.lane.name} already has an HBase cluster.`)
    this.#handle = declareHBase(this.#scope, this.#flume(), options)
    return this.#handle
  }

  /** The declared one. @throws OptionError */
  get handle(): HBaseHandle {
    if (this.#handle === undefined) throw new OptionError(`${this.#scope.lane.name} has no HBase cluster.`)
    return this.#handle
  }
}

function declareHBase(scope: LaneScope, flume: FlumeLane, options: unknown): HBaseHandle {
  const own = ['regionServers', 'zookeeper']
  const reader = new OptionReader('hbase', options ?? {}, own, true)
  const { lane, play } = scope
  const masterHost = lane.host(reader.text('zookeeper', 'zk'))
  const count = reader.number('regionServers', 3, { min: 1, max: 30, whole: true })
  const hosts = Array.from({ length: count }, (_, index) => lane.host(`regionserver-${index + 1}`))
  const cluster = guarded(() => new HBaseCluster(lane, { masterHost, hosts, site: siteOf(scope, reader.others(own)) }))
  flume.hbase.add(cluster)
  cluster.show()
  play.copies.set(lane.name, Math.max(Math.min(3, count), play.copies.get(lane.name) ?? 1))
  play.starters.starts.push(() => { cluster.start() })
  listModelParameters(scope)
  return handleOf(scope, cluster)
}

function handleOf(scope: LaneScope, cluster: HBaseCluster): HBaseHandle {
  const tables = new Set<string>()
  const known = new Map<Process, ProcessHandle>()
  const handleOfProcess = (process: Process): ProcessHandle => {
    const handle = known.get(process) ?? Object.freeze(scope.handles.process(scope.lane, { host: process.host, name: process.name.slice(process.host.name.length + 1), process: () => process }, {}))
    known.set(process, handle)
    return handle
  }
  const servers = Object.freeze(cluster.servers.map(({ process }) => handleOfProcess(process)))
  const handle: HBaseHandle = Object.freeze({
    table: (name: unknown, options: unknown) => {
      addTable(scope, cluster, tables, { name, options })
      return handle
    },
    regionServer: (number: unknown) => {
      const server = typeof number === 'number' ? servers[number - 1] : undefined
      if (server === undefined) throw new OptionError(`There is no region server ${describe(number)}: they are 1 to ${servers.length}.`)
      return server
    },
    regionServers: servers,
    master: handleOfProcess(cluster.master.process),
    serverOf: (table: unknown, row: unknown) => serverOf(cluster, servers, { tables, table, row }),
  })
  return handle
}

function addTable({ play }: LaneScope, cluster: HBaseCluster, tables: Set<string>, { name, options }: { readonly name: unknown; readonly options: unknown }): void {
  if (typeof name !== 'string') throw new OptionError(`table takes a name first, and got ${describe(name)}.`)
  if (play.isBuilt) throw new OptionError(`table: '${name}' has to be there when the run begins.`, undefined, 'Declare it where hbase(…) is called.')
  if (tables.has(name)) throw new OptionError(`org.apache.hadoop.hbase.TableExistsException: ${name}`)
  guarded(() => requireTableName(name))
  const reader = new OptionReader('table', options ?? {}, ['families', 'splits'])
  const families = textsOf(reader, 'families', ['f'])
  if (families.length === 0) throw new OptionError('org.apache.hadoop.hbase.DoNotRetryIOException: Table should have at least one column family.', 'families')
  guarded(() => families.map((family) => requireFamilyName(family)))
  const splits = textsOf(reader, 'splits', [])
  if (splits.some((split, index) => split === '' || (index > 0 && split <= (splits[index - 1] ?? '')))) throw new OptionError("table: 'splits' must be row keys in ascending order, each once and none empty.", 'splits')
  tables.add(name)
  cluster.master.addTable({ name, families, splits })
}

function serverOf(cluster: HBaseCluster, servers: readonly ProcessHandle[], { tables, table, row }: { readonly tables: ReadonlySet<string>; readonly table: unknown; readonly row: unknown }): ProcessHandle {
  if (typeof table !== 'string' || !tables.has(table)) throw new OptionError(`There is no table ${describe(table)}.`, undefined, `The tables: ${[...tables].join(', ') || 'none'}.`)
  const index = cluster.master.serverOf(table, typeof row === 'string' ? row : '')
  const server = index === undefined ? undefined : servers[index]
  if (server === undefined) throw new OptionError(`No server has the region of table '${table}' at this moment.`, undefined, 'Regions are opened some eight seconds after the start.')
  return server
}

function textsOf(reader: OptionReader, key: string, whenAbsent: readonly string[]): readonly string[] {
  const value = reader.raw(key) ?? whenAbsent
  if (!Array.isArray(value) || value.some((one) => typeof one !== 'string')) throw reader.wrong(key, 'a list of texts', value)
  return value as readonly string[]
}

/** Keys of hbase-site.xml; HBase takes any key in silence, so what has no effect here is said in a remark. */
function siteOf({ play }: LaneScope, given: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> {
  const at = new Error('configured here')
  return new Map([...given].map(([key, value]): [string, string] => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new OptionError(`hbase: '${key}' must be a text, a number or true or false, and is ${describe(value)}.`, key)
    if (!key.includes('.')) throw new OptionError(`hbase has no option '${key}'.`, key, 'Its options are regionServers, zookeeper, and keys of hbase-site.xml.')
    if (!hbaseKeysRead.includes(key)) {
      const near = hbaseDefaults.has(key) ? undefined : nearest(key, [...hbaseDefaults.keys()])
      const message = hbaseDefaults.has(key) ? `'${key}' is not modelled: it changes nothing here.` : `HBase has no setting '${key}'; it takes it in silence.`
      play.remarks.push({ severity: 'warning', message, fix: near === undefined ? undefined : `Did you mean '${near}'?`, at, key })
    }
    return [key, String(value)]
  }))
}

/** HBase's own exceptions as errors of the scenario. */
function guarded<T>(action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw error instanceof HBaseException ? new OptionError(error.message) : error
  }
}

function listModelParameters({ play }: LaneScope): void {
  const source = 'a modelling choice'
  const add = (key: string, name: string, value: number): void => { play.modelParameters.set(key, { name, value, unit: 'µs', source }) }
  add('hbase boot', 'HBase: start of a JVM', defaultHBaseCosts.bootMicros)
  add('hbase crash procedure', 'HBase master: from the end of a server’s session to reading its logs', defaultHBaseCosts.crashProcedureMicros)
  add('hbase open region', 'HBase: opening one region', defaultHBaseCosts.openRegionMicros)
}
