import type { ComponentSetup, ComponentType, Settings } from '../component-type.ts'
import type { Context } from '../context.ts'
import { fixed, flag, integer, keysOf, readFields, text, type Fields } from '../fields.ts'
import { classProblem } from '../java/class-for-name.ts'
import { requireCharset } from '../java/charset.ts'
import { illegalArgument, JavaException, nullPointer, propagated } from '../java/java-exception.ts'
import { requirePattern } from '../java/pattern.ts'
import { parseJavaInt } from '../java/parse-number.ts'

const HBASE = 'org.apache.flume.sink.hbase'
const HBASE2 = 'org.apache.flume.sink.hbase2'
const QUORUM = 'zookeeperQuorum'

/** What differs between the three HBase sinks. */
interface HbaseVariant {
  readonly className: string
  readonly alias: string
  /** Event serializers that exist, the default first. */
  readonly serializers: readonly [string, ...string[]]
  /** How the sink calls itself when it warns of a missing write-ahead log. */
  readonly walName: string
  /** Fields beside those that all have. */
  readonly fields: Fields
  /** Properties beside those that all have. */
  readonly keys: readonly string[]
  readonly readRest: (setup: ComponentSetup, logger: string) => Settings
}

const SHARED: Fields = { enableWal: flag('enableWal', true), batchIncrements: flag('coalesceIncrements', false) }
const KERBEROS: Fields = { kerberosPrincipal: text('kerberosPrincipal'), kerberosKeytab: text('kerberosKeytab') }

/** org.apache.flume.sink.hbase.HBaseSink. */
export const hbaseSink = hbaseType({
  className: `${HBASE}.HBaseSink`,
  alias: 'HBASE',
  serializers: [`${HBASE}.SimpleHbaseEventSerializer`, `${HBASE}.RegexHbaseEventSerializer`],
  walName: 'HBase Sink',
  fields: { eventSerializerType: text('serializer', `${HBASE}.SimpleHbaseEventSerializer`), ...KERBEROS },
  keys: [],
  readRest: checkQuorum,
})

/** org.apache.flume.sink.hbase2.HBase2Sink. */
export const hbase2Sink = hbaseType({
  className: `${HBASE2}.HBase2Sink`,
  alias: 'HBASE2',
  serializers: [`${HBASE2}.SimpleHBase2EventSerializer`, `${HBASE2}.RegexHBase2EventSerializer`],
  walName: 'HBase Sink',
  fields: KERBEROS,
  keys: [],
  readRest: checkQuorum,
})

/** org.apache.flume.sink.hbase.AsyncHBaseSink. */
export const asyncHbaseSink = hbaseType({
  className: `${HBASE}.AsyncHBaseSink`,
  alias: 'ASYNCHBASE',
  serializers: [`${HBASE}.SimpleAsyncHbaseEventSerializer`],
  walName: 'AsyncHBaseSink',
  fields: {
    eventSerializerType: text('serializer', `${HBASE}.SimpleAsyncHbaseEventSerializer`),
    maxConsecutiveFails: integer('maxConsecutiveFails', 10),
    open: fixed(false),
    isTimeoutTest: fixed(false),
    isCoalesceTest: fixed(false),
    totalCallbacksReceived: fixed(0),
    consecutiveHBaseFailures: fixed(0),
    lastTxnFailed: fixed(false),
  },
  keys: ['timeout', 'async.', ...keysOf(KERBEROS)],
  readRest: readAsync,
})

function hbaseType(variant: HbaseVariant): ComponentType {
  const { className, alias } = variant
  const logger = className.slice(className.lastIndexOf('.') + 1)
  const common = ['table', 'columnFamily', 'batchSize', 'serializer', 'serializer.', QUORUM, 'znodeParent']
  return {
    kind: 'sink',
    className,
    alias,
    keys: [...common, ...variant.keys, ...keysOf(SHARED), ...keysOf(variant.fields)],
    configure: (setup) => {
      const { context } = setup
      const batchSize = context.getLong('batchSize', 100)
      const tableName = context.getString('table')
      if (tableName === null) throw nullPointer('Table name cannot be empty, please specify in configuration file')
      if (!context.has('columnFamily')) {
        throw nullPointer('Column family cannot be empty, please specify in configuration file')
      }
      checkSerializer(setup, logger, variant.serializers)
      configureSerializer(setup, logger)
      const isAsync = alias === 'ASYNCHBASE'
      const early = isAsync ? variant.readRest(setup, logger) : {}
      if (!context.getBoolean('enableWal', true)) warnOfWal(setup, logger, variant.walName)
      const late = isAsync ? {} : variant.readRest(setup, logger)
      const fields = { ...readFields(context, SHARED), ...readFields(context, variant.fields) }
      return { settings: { tableName, ...fields, ...early, ...late }, batchSize }
    },
  }
}

function warnOfWal({ warn }: ComponentSetup, logger: string, name: string): void {
  const consequence = 'any data in the memstore of this region in the Region Server could be lost!'
  const message = `${name}'s enableWal configuration is set to false. All writes to HBase will have WAL disabled, and ${consequence}`
  warn(logger, message, 'enableWal')
}

function checkSerializer({ context, error }: ComponentSetup, logger: string, serializers: readonly string[]): void {
  const type = context.getString('serializer')
  if (type === null || serializers.includes(type)) return
  const cause = classProblem(type, 'org.apache.flume.conf.Configurable', 'serializer')
  error(logger, 'Could not instantiate event serializer.', cause)
  throw cause.is('java.lang.ClassNotFoundException') ? propagated(cause) : cause
}

/** Sources: RegexHbaseEventSerializer.configure, RegexHBase2EventSerializer.configure. */
function configureSerializer({ context, error }: ComponentSetup, logger: string): void {
  if (context.getString('serializer')?.includes('.Regex') !== true) return
  try {
    const serializer = context.getSubProperties('serializer.')
    requirePattern(serializer.getString('regex', '(.*)'), 'serializer.regex')
    requireCharset(serializer.getString('charset', 'UTF-8'))
    const columns = serializer.getString('colNames', 'payload').split(',')
    const rowKeyIndex = serializer.getInteger('rowKeyIndex', -1)
    if (rowKeyIndex < 0) return
    if (rowKeyIndex >= columns.length) throw illegalArgument(`rowKeyIndex must be less than num columns ${columns.length}`)
    const column = columns[rowKeyIndex] ?? ''
    if (column.toUpperCase() !== 'ROW_KEY') throw illegalArgument(`Column at ${rowKeyIndex} must be ROW_KEY and is ${column}`)
  } catch (thrown) {
    if (thrown instanceof JavaException) error(logger, 'Could not instantiate event serializer.', thrown)
    throw thrown
  }
}

/** All nodes need a port, and the same one. A node without a port ends in an ArrayIndexOutOfBoundsException. */
function checkQuorum({ context }: ComponentSetup): Settings {
  let port: number | null = null
  for (const node of context.getString(QUORUM)?.split(',') ?? []) {
    const nodePort = portOf(node)
    if (port !== null && port !== nodePort) {
      const message = 'All Zookeeper nodes in the quorum must use the same client port.'
      throw new JavaException('org.apache.flume.FlumeException', message, { property: QUORUM })
    }
    port = nodePort
  }
  return {}
}

function portOf(node: string): number {
  const port = node.split(':')[1]
  const options = { property: QUORUM }
  if (port === undefined) {
    throw new JavaException('java.lang.ArrayIndexOutOfBoundsException', 'Index 1 out of bounds for length 1', options)
  }
  try {
    return parseJavaInt(port.trim())
  } catch (error) {
    if (error instanceof JavaException) throw new JavaException(error.className, error.javaMessage, options)
    throw error
  }
}

function readAsync({ context, warn }: ComponentSetup, logger: string): Settings {
  const timeoutMs = context.getLong('timeout', 60000)
  if (timeoutMs <= 0) warn(logger, 'Timeout should be positive for Hbase sink. Sink will not timeout.', 'timeout')
  return { timeout: (timeoutMs <= 0 ? 60000 : timeoutMs) * 1000000, ...zookeeper(context) }
}

function zookeeper(context: Context): Settings {
  const zkQuorum = context.getString(QUORUM, '').trim()
  if (zkQuorum === '') return { zkQuorum: 'localhost:2181', zkBaseDir: '/hbase' }
  return { zkQuorum, zkBaseDir: context.getString('znodeParent', '/hbase') }
}
