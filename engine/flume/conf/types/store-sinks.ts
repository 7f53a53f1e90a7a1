import type { ComponentSetup, ComponentType } from '../component-type.ts'
import type { Context } from '../context.ts'
import { flag, integer, keysOf, readFields, text, type Fields } from '../fields.ts'
import { JavaException, classNotFound, illegalArgument, nullPointer, propagated } from '../java/java-exception.ts'
import { parseJavaInt } from '../java/parse-number.ts'

const HBASE = 'org.apache.flume.sink.hbase'
const HBASE2 = 'org.apache.flume.sink.hbase2'

/** org.apache.flume.sink.hbase.HBaseSink. */
export const hbaseSink = hbaseType(`${HBASE}.HBaseSink`, 'HBASE', [
  `${HBASE}.SimpleHbaseEventSerializer`,
  `${HBASE}.RegexHbaseEventSerializer`,
])

/** org.apache.flume.sink.hbase2.HBase2Sink. */
export const hbase2Sink = hbaseType(`${HBASE2}.HBase2Sink`, 'HBASE2', [
  `${HBASE2}.SimpleHBase2EventSerializer`,
  `${HBASE2}.RegexHBase2EventSerializer`,
])

/** org.apache.flume.sink.hbase.AsyncHBaseSink. */
export const asyncHbaseSink = hbaseType(`${HBASE}.AsyncHBaseSink`, 'ASYNCHBASE', [
  `${HBASE}.SimpleAsyncHbaseEventSerializer`,
])

const WAL_NAMES: Readonly<Record<string, string>> = {
  HBaseSink: 'HBase Sink',
  HBase2Sink: 'HBase Sink',
  AsyncHBaseSink: 'AsyncHBaseSink',
}

function hbaseType(className: string, alias: string, serializers: readonly string[]): ComponentType {
  const logger = className.slice(className.lastIndexOf('.') + 1)
  const isAsync = alias === 'ASYNCHBASE'
  return {
    kind: 'sink',
    className,
    alias,
    keys: [
      'table',
      'columnFamily',
      'batchSize',
      'serializer',
      'serializer.',
      'kerberosPrincipal',
      'kerberosKeytab',
      'enableWal',
      'coalesceIncrements',
      'zookeeperQuorum',
      'znodeParent',
      ...(isAsync ? ['timeout', 'maxConsecutiveFails', 'async.'] : []),
    ],
    configure: (setup) => {
      const { context, warn } = setup
      const batchSize = context.getLong('batchSize', 100)
      if (!context.has('table')) throw nullPointer('Table name cannot be empty, please specify in configuration file')
      if (!context.has('columnFamily'))
        throw nullPointer('Column family cannot be empty, please specify in configuration file')
      checkSerializer(setup, logger, serializers)
      if (!context.getBoolean('enableWal', true)) {
        const rest =
          'All writes to HBase will have WAL disabled, and any data in the memstore of this region in the Region Server could be lost!'
        warn(logger, `${WAL_NAMES[logger] ?? logger}'s enableWal configuration is set to false. ${rest}`, 'enableWal')
      }
      if (!isAsync) checkQuorum(context)
      return { settings: {}, batchSize }
    },
  }
}

function checkSerializer({ context, error }: ComponentSetup, logger: string, serializers: readonly string[]): void {
  const type = context.getString('serializer')
  if (type === null || serializers.includes(type)) return
  const cause = classNotFound(type, 'serializer')
  error(logger, 'Could not instantiate event serializer.', cause)
  throw propagated(cause)
}

/** All nodes need a port, and the same one. A node without a port ends in an ArrayIndexOutOfBoundsException. */
function checkQuorum(context: Context): void {
  const property = 'zookeeperQuorum'
  let port: number | null = null
  for (const node of context.getString(property)?.split(',') ?? []) {
    const nodePort = node.split(':')[1]
    if (nodePort === undefined) {
      throw new JavaException('java.lang.ArrayIndexOutOfBoundsException', 'Index 1 out of bounds for length 1', {
        property,
      })
    }
    const parsed = parseJavaInt(nodePort.trim())
    if (port !== null && port !== parsed) {
      throw new JavaException(
        'org.apache.flume.FlumeException',
        'All Zookeeper nodes in the quorum must use the same client port.',
        { property },
      )
    }
    port = parsed
  }
}

const HIVE_NUMBERS = [
  ['hive.txnsPerBatchAsk', 100],
  ['batchSize', 15000],
  ['idleTimeout', 0],
  ['callTimeout', 10000],
  ['heartBeatInterval', 240],
] as const
const HIVE_SERIALIZERS = 'org.apache.flume.sink.hive'

/** org.apache.flume.sink.hive.HiveSink. */
export const hiveSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.hive.HiveSink',
  alias: 'HIVE',
  keys: [
    'hive.metastore',
    'hive.database',
    'hive.table',
    'hive.partition',
    ...HIVE_NUMBERS.map(([key]) => key),
    'maxOpenConnections',
    'autoCreatePartitions',
    'useLocalTimeStamp',
    'timeZone',
    'round',
    'roundUnit',
    'roundValue',
    'serializer',
    'serializer.',
  ],
  configure: (setup) => {
    const { context, name } = setup
    for (const key of ['hive.metastore', 'hive.database', 'hive.table']) {
      if (!context.has(key)) throw illegalArgument(`${key} config setting is not specified for sink ${name}`)
    }
    const numbers = new Map(HIVE_NUMBERS.map(([key, fallback]) => [key, notNegative(setup, key, fallback)]))
    context.getInteger('maxOpenConnections', 500)
    checkHiveRounding(setup)
    checkHiveSerializer(context, name)
    const batchSize = numbers.get('batchSize') ?? 0
    if (batchSize <= 0) throw illegalArgument('batchSize must be greater than 0', 'batchSize')
    return { settings: {}, batchSize }
  },
}

function notNegative({ context, name, warn }: ComponentSetup, key: string, fallback: number): number {
  const value = context.getInteger(key, fallback)
  if (value >= 0) return value
  warn('HiveSink', `${name}. ${key} must be  positive number. Defaulting to ${String(fallback)}`, key)
  return fallback
}

function checkHiveRounding({ context, name, warn }: ComponentSetup): void {
  const unit = context.getString('roundUnit', 'minute').toLowerCase()
  if (!['hour', 'minute', 'second'].includes(unit)) {
    warn(
      'HiveSink',
      `${name}. Rounding unit is not valid, please set one of minute, hour or second. Rounding will be disabled`,
      'roundUnit',
    )
  }
  const limit = unit === 'hour' ? 24 : 60
  const value = context.getInteger('roundValue', 1)
  if (value <= 0 || value > limit)
    throw illegalArgument(`Round value must be > 0 and <= ${String(limit)}`, 'roundValue')
}

function checkHiveSerializer(context: Context, name: string): void {
  const type = context.getString('serializer')
  if (type === null) throw illegalArgument(`serializer config setting is not specified for sink ${name}`)
  const delimited = `${HIVE_SERIALIZERS}.HiveDelimitedTextSerializer`
  if (type.toLowerCase() === 'delimited' || type === delimited) {
    if (!context.has('serializer.fieldnames'))
      throw illegalArgument(`serializer.fieldnames is not specified for serializer ${delimited}`, 'serializer')
  } else if (type.toLowerCase() !== 'json' && type !== `${HIVE_SERIALIZERS}.HiveJsonSerializer`) {
    const message = `Unable to instantiate serializer: ${type} on sink: ${name}`
    throw new JavaException('java.lang.IllegalArgumentException', message, { cause: classNotFound(type, 'serializer') })
  }
}

const HTTP: Fields = {
  acceptHeader: text('acceptHeader', 'text/plain'),
  contentTypeHeader: text('contentTypeHeader', 'text/plain'),
  defaultBackoff: flag('defaultBackoff', true),
  defaultRollback: flag('defaultRollback', true),
  defaultIncrementMetrics: flag('defaultIncrementMetrics', false),
}
const URL_PROTOCOLS = ['http', 'https', 'ftp', 'file', 'jar', 'mailto', 'jrt', 'jmod']

/** org.apache.flume.sink.http.HttpSink. */
export const httpSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.http.HttpSink',
  alias: 'HTTP',
  keys: [...keysOf(HTTP), 'endpoint', 'connectTimeout', 'requestTimeout', 'backoff.', 'rollback.', 'incrementMetrics.'],
  configure: ({ context }) => {
    checkEndpoint(context.getString('endpoint', ''))
    const connectTimeout = context.getInteger('connectTimeout', 5000)
    if (connectTimeout <= 0) throw illegalArgument('Connect timeout must be a non-zero and positive', 'connectTimeout')
    const requestTimeout = context.getInteger('requestTimeout', 5000)
    if (requestTimeout <= 0) throw illegalArgument('Request timeout must be a non-zero and positive', 'requestTimeout')
    return { settings: { connectTimeout, requestTimeout, ...readFields(context, HTTP) } }
  },
}

function checkEndpoint(endpoint: string): void {
  const protocol = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(endpoint)?.[1]
  if (protocol !== undefined && URL_PROTOCOLS.includes(protocol.toLowerCase())) return
  const message = protocol === undefined ? `no protocol: ${endpoint}` : `unknown protocol: ${protocol}`
  const cause = new JavaException('java.net.MalformedURLException', message)
  throw new JavaException('java.lang.IllegalArgumentException', 'Endpoint URL invalid', { cause, property: 'endpoint' })
}

const MORPHLINE_KEYS = [
  'batchSize',
  'batchDurationMillis',
  'handlerClass',
  'morphlineFile',
  'morphlineId',
  'morphlineVariable.',
  'isProductionMode',
  'recoverableExceptionClasses',
  'isIgnoringRecoverableExceptions',
]

/** org.apache.flume.sink.solr.morphline.MorphlineSolrSink. The morphline is compiled only when it starts. */
export const morphlineSolrSink: ComponentType = morphlineType(
  'org.apache.flume.sink.solr.morphline.MorphlineSolrSink',
  'MORPHLINE_SOLR',
)

/** org.apache.flume.sink.solr.morphline.MorphlineSink. */
export const morphlineSink: ComponentType = morphlineType('org.apache.flume.sink.solr.morphline.MorphlineSink')

function morphlineType(className: string, alias?: string): ComponentType {
  return {
    kind: 'sink',
    className,
    ...(alias === undefined ? {} : { alias }),
    keys: MORPHLINE_KEYS,
    configure: ({ context }) => {
      const batchSize = integer('batchSize', 1000).read(context)
      context.getLong('batchDurationMillis', 1000)
      return { settings: {}, batchSize: Number(batchSize) }
    },
  }
}
