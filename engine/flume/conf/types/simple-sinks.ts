import type { ComponentSetup, ComponentType } from '../component-type.ts'
import { flag, keysOf, readFields, text, type Fields } from '../fields.ts'
import { isJdkClass } from '../java/class-for-name.ts'
import { JavaException, classNotFound, illegalArgument, illegalState } from '../java/java-exception.ts'
import { parseJavaInt, parseJavaLong } from '../java/parse-number.ts'

/** org.apache.flume.sink.NullSink. */
export const nullSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.NullSink',
  alias: 'NULL',
  keys: ['batchSize', 'logEveryNEvents'],
  configure: ({ context }) => {
    const batchSize = context.getInteger('batchSize', 100)
    if (batchSize <= 0) throw illegalArgument('Batch size must be > 0', 'batchSize')
    const logEveryNEvents = context.getInteger('logEveryNEvents', 10000)
    if (logEveryNEvents <= 0) throw illegalArgument('logEveryNEvents must be > 0', 'logEveryNEvents')
    return { settings: { logEveryNEvents }, batchSize }
  },
}

/** org.apache.flume.sink.LoggerSink. Validation makes a configuration object of it, so it never sees its properties: always 16 bytes. */
export const loggerSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.LoggerSink',
  alias: 'LOGGER',
  keys: ['maxBytesToLog'],
  configure: () => ({ settings: { maxBytesToLog: 16 } }),
}

const PATH_MANAGERS = ['DEFAULT', 'ROLLTIME']

/** org.apache.flume.sink.RollingFileSink. */
export const rollingFileSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.RollingFileSink',
  alias: 'FILE_ROLL',
  keys: [
    'sink.pathManager',
    'sink.pathManager.',
    'sink.directory',
    'sink.rollInterval',
    'sink.serializer',
    'sink.serializer.',
    'sink.batchSize',
  ],
  configure: (setup) => {
    const { context } = setup
    checkPathManager(setup)
    const directory = context.getString('sink.directory')
    if (directory === null) throw illegalArgument('Directory may not be null')
    const rollInterval = numberOf(setup, 'sink.rollInterval', parseJavaLong) ?? 30
    const batchSize = context.getInteger('sink.batchSize', 100)
    const serializerType = context.getString('sink.serializer', 'TEXT')
    return { settings: { rollInterval, serializerType, shouldRotate: false }, batchSize }
  },
}

function checkPathManager({ context, error }: ComponentSetup): void {
  const type = context.getString('sink.pathManager', 'DEFAULT')
  if (PATH_MANAGERS.includes(type.toUpperCase())) return
  if (isJdkClass(type)) {
    const builder = 'org.apache.flume.formatter.output.PathManager$Builder'
    const message = `Unable to instantiate Builder from ${type}: does not appear to implement ${builder}`
    throw new JavaException('org.apache.flume.FlumeException', message, { property: 'sink.pathManager' })
  }
  const cause = classNotFound(type, 'sink.pathManager')
  error('PathManagerFactory', `Class not found: ${type}`, cause)
  throw new JavaException('org.apache.flume.FlumeException', cause.message, { cause })
}

/** A number that the component parses itself, without trimming. */
function numberOf({ context }: ComponentSetup, key: string, parse: (text: string) => number): number | null {
  const value = context.getString(key)
  if (value === null) return null
  try {
    return parse(value)
  } catch (error) {
    if (error instanceof JavaException) throw new JavaException(error.className, error.javaMessage, { property: key })
    throw error
  }
}

const IRC: Fields = {
  hostname: text('hostname'),
  nick: text('nick'),
  password: text('password'),
  user: text('user'),
  name: text('name'),
  chan: text('chan'),
  splitLines: flag('splitlines', false),
  splitChars: text('splitchars', '\n'),
}

/** org.apache.flume.sink.irc.IRCSink. */
export const ircSink: ComponentType = {
  kind: 'sink',
  className: 'org.apache.flume.sink.irc.IRCSink',
  alias: 'IRC',
  keys: [...keysOf(IRC), 'port'],
  configure: (setup) => {
    const settings = { ...readFields(setup.context, IRC), port: numberOf(setup, 'port', parseJavaInt) ?? 6667 }
    for (const key of ['hostname', 'nick', 'chan'])
      if (!setup.context.has(key)) throw illegalState(`No ${key} specified`)
    return { settings }
  },
}

/** org.apache.flume.sink.AvroSink. */
export const avroSink: ComponentType = rpcSink('AvroSink', 'AVRO')

/** org.apache.flume.sink.ThriftSink. */
export const thriftSink: ComponentType = rpcSink('ThriftSink', 'THRIFT')

function rpcSink(simpleName: string, alias: string): ComponentType {
  return {
    kind: 'sink',
    className: `org.apache.flume.sink.${simpleName}`,
    alias,
    keys: [
      'hostname',
      'port',
      'batch-size',
      'connect-timeout',
      'request-timeout',
      'reset-connection-interval',
      'compression-type',
      'compression-level',
      'ssl',
      'trust-all-certs',
      'truststore',
      'truststore-password',
      'truststore-type',
      'exclude-protocols',
      'include-protocols',
      'exclude-cipher-suites',
      'include-cipher-suites',
      'maxIoWorkers',
      'maxConnections',
      'protocol',
      'kerberos',
      'client-principal',
      'client-keytab',
      'server-principal',
    ],
    configure: configureRpcSink,
  }
}

/** Source: org.apache.flume.sink.AbstractRpcSink. A batch size that is no number, or below 1, becomes 100 with a warning. */
function configureRpcSink(setup: ComponentSetup): { settings: Record<string, string | number>; batchSize: number } {
  const { context } = setup
  const hostname = context.getString('hostname')
  const port = context.getInteger('port')
  if (hostname === null) throw illegalState('No hostname specified')
  if (port === null) throw illegalState('No port specified')
  const batchSize = rpcBatchSize(setup)
  const cxnResetInterval = context.getInteger('reset-connection-interval', 0)
  return { settings: { hostname, port, cxnResetInterval, DEFAULT_CXN_RESET_INTERVAL: 0 }, batchSize }
}

function rpcBatchSize({ context, warn }: ComponentSetup): number {
  const text = context.getString('batch-size')
  if (text === null) return 100
  const logger = 'AbstractRpcClient'
  try {
    const size = parseJavaInt(text)
    if (size >= 1) return size
    warn(logger, `Invalid value for batchSize: ${String(size)}; Using default value.`, 'batch-size')
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    warn(logger, `Batchsize is not valid for RpcClient: ${text}. Default value assigned.`, 'batch-size', error)
  }
  return 100
}
