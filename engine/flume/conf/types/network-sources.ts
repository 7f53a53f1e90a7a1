import type { ComponentSetup, ComponentType } from '../component-type.ts'
import { ensureRequired, fixed, integer, keysOf, readFields, text, type Fields } from '../fields.ts'
import { requireCharset } from '../java/charset.ts'
import { classProblem } from '../java/class-for-name.ts'
import { JavaException, illegalArgument, illegalState, nullPointer, propagated } from '../java/java-exception.ts'
import { javaSplit, javaTrim, splitWhiteSpace } from '../java/java-text.ts'
import { parseJavaInt } from '../java/parse-number.ts'
import { flumeException } from '../known-types.ts'
import { requireKeytab } from './kerberos.ts'
import { SSL_KEYS, configureSsl } from './ssl.ts'

const INT_MAX = 2147483647
const JSON_HANDLER = 'org.apache.flume.source.http.JSONHandler'
const HANDLERS = [
  JSON_HANDLER,
  'org.apache.flume.source.http.BLOBHandler',
  'org.apache.flume.sink.solr.morphline.BlobHandler',
]
const AVRO: Fields = {
  port: integer('port'),
  bindAddress: text('bind'),
  compressionType: text('compression-type', 'none'),
}

/** org.apache.flume.source.AvroSource. `threads` is read and not used; junk in it only warns. */
export const avroSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.AvroSource',
  alias: 'AVRO',
  runner: 'EventDrivenSourceRunner',
  keys: [...keysOf(AVRO), 'threads', 'ipFilter', 'ipFilterRules', ...SSL_KEYS],
  configure: (setup) => {
    const { context } = setup
    const ssl = configureSsl(setup)
    ensureRequired(context, 'port', 'bind')
    const settings = readFields(context, AVRO)
    const maxThreads = threads(
      setup,
      'AvroSource',
      'AVRO source\'s "threads" property must specify an integer value.',
      false,
    )
    const enableIpFilter = context.getBoolean('ipFilter', false)
    if (enableIpFilter) checkIpFilter(setup)
    const rules = enableIpFilter ? { patternRuleConfigDefinition: context.getString('ipFilterRules', '') } : {}
    return { settings: { ...settings, ...ssl, ...rules, maxThreads, enableIpFilter } }
  },
}

function checkIpFilter({ context }: ComponentSetup): void {
  const rules = context.getString('ipFilterRules')
  if (rules === null) {
    const options = { property: 'ipFilter' }
    throw new JavaException(
      'org.apache.flume.FlumeException',
      'ipFilter is configured with true but ipFilterRules is not defined: ',
      options,
    )
  }
  for (const rule of javaSplit(rules, ',').map(javaTrim)) {
    if (/^(?:allow|deny):(?:ip|name):/.test(rule)) continue
    const message = `Invalid ipFilter patternRule '${rule}' should look like <'allow'  or 'deny'>:<'ip' or 'name'>:<pattern>`
    throw new JavaException('org.apache.flume.FlumeException', message, { property: 'ipFilterRules' })
  }
}

function threads({ context, warn }: ComponentSetup, logger: string, message: string, limited: boolean): number {
  try {
    const count = context.getInteger('threads', 0)
    return limited && count <= 0 ? INT_MAX : count
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    warn(logger, message, 'threads')
    return 0
  }
}

/** org.apache.flume.source.ThriftSource. */
export const thriftSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.ThriftSource',
  alias: 'THRIFT',
  runner: 'EventDrivenSourceRunner',
  keys: ['port', 'bind', 'threads', 'protocol', 'agent-principal', 'agent-keytab', 'kerberos', ...SSL_KEYS],
  configure: (setup) => {
    const { context } = setup
    const ssl = configureSsl(setup)
    const port = context.getInteger('port')
    if (port === null) throw nullPointer('Port must be specified for Thrift Source.')
    const bindAddress = context.getString('bind')
    if (bindAddress === null) throw nullPointer('Bind address must be specified for Thrift Source.')
    const message = `Thrift source's "threads" property must specify an integer value: ${context.getString('threads', '')}`
    const maxThreads = threads(setup, 'ThriftSource', message, true)
    const protocol = context.getString('protocol', 'compact')
    if (!['binary', 'compact'].includes(protocol.toLowerCase())) {
      throw illegalArgument('binary or compact are the only valid Thrift protocol types to choose from.', 'protocol')
    }
    const principal = context.getString('agent-principal')
    const keytab = context.getString('agent-keytab')
    const enableKerberos = context.getBoolean('kerberos', false)
    requireKeytab(principal, keytab, 'agent-keytab')
    if (enableKerberos) throw flumeException('Authentication failed in Kerberos mode for principal null keytab null')
    return { settings: { ...ssl, port, bindAddress, maxThreads, protocol, enableKerberos } }
  },
}

/** org.apache.flume.source.http.HTTPSource. */
export const httpSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.http.HTTPSource',
  alias: 'HTTP',
  runner: 'EventDrivenSourceRunner',
  keys: [
    'port',
    'bind',
    'handler',
    'handler.',
    'QueuedThreadPool.',
    'HttpConfiguration.',
    'ServerConnector.',
    'SslContextFactory.',
    ...SSL_KEYS,
  ],
  configure: (setup) => {
    const ssl = configureSsl(setup)
    try {
      return { settings: { ...ssl, ...httpSettings(setup) } }
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      const missing = error.is('java.lang.ClassNotFoundException')
      if (error.is('java.lang.ClassCastException')) {
        const message =
          'Deserializer is not an instance of HTTPSourceHandler.Deserializer must implement HTTPSourceHandler.'
        setup.error('HTTPSource', message, undefined, 'handler')
        throw error
      }
      const message = missing
        ? 'Error while configuring HTTPSource. Exception follows.'
        : 'Error configuring HTTPSource!'
      setup.error('HTTPSource', message, error)
      throw missing ? propagated(error) : error
    }
  },
}

function httpSettings({ context }: ComponentSetup): { port: number; host: string } {
  const port = context.getInteger('port')
  const host = context.getString('bind', '0.0.0.0')
  if (host === '') throw illegalState('HTTPSource hostname specified is empty', 'bind')
  if (port === null) throw nullPointer('HTTPSource requires a port number to be specified')
  const handler = context.getString('handler', JSON_HANDLER).trim()
  if (!HANDLERS.includes(handler))
    throw classProblem(handler, 'org.apache.flume.source.http.HTTPSourceHandler', 'handler')
  return { port, host }
}

const SYSLOG: Fields = { clientIPHeader: text('clientIPHeader'), clientHostnameHeader: text('clientHostnameHeader') }
const SYSLOG_KEYS = ['port', 'host', 'format.', 'keepFields', ...keysOf(SYSLOG)]

/** org.apache.flume.source.SyslogTcpSource. It needs no `host` at load. */
export const syslogTcpSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.SyslogTcpSource',
  alias: 'SYSLOGTCP',
  runner: 'EventDrivenSourceRunner',
  keys: [...SYSLOG_KEYS, 'eventSize', ...SSL_KEYS],
  configure: (setup) => {
    const ssl = configureSsl(setup)
    ensureRequired(setup.context, 'port')
    const fields = { port: integer('port'), host: text('host'), eventSize: integer('eventSize', 2500), ...SYSLOG }
    return { settings: { ...ssl, ...readFields(setup.context, fields) } }
  },
}

/** org.apache.flume.source.SyslogUDPSource. */
export const syslogUdpSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.SyslogUDPSource',
  alias: 'SYSLOGUDP',
  runner: 'EventDrivenSourceRunner',
  keys: SYSLOG_KEYS,
  configure: ({ context }) => {
    ensureRequired(context, 'port')
    return {
      settings: readFields(context, { port: integer('port'), host: text('host'), maxsize: fixed(65536), ...SYSLOG }),
    }
  },
}

const MULTIPORT: Fields = {
  host: text('host'),
  numProcessors: integer('numProcessors'),
  maxEventSize: integer('eventSize', 2500),
}
const MULTIPORT_REST: Fields = {
  portHeader: text('portHeader'),
  ...SYSLOG,
  readBufferSize: integer('readBufferBytes', 1024),
}

/** org.apache.flume.source.MultiportSyslogTCPSource. */
export const multiportSyslogTcpSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.MultiportSyslogTCPSource',
  alias: 'MULTIPORT_SYSLOGTCP',
  runner: 'EventDrivenSourceRunner',
  keys: ['ports', 'charset.', 'batchSize', 'keepFields', ...keysOf(MULTIPORT), ...keysOf(MULTIPORT_REST), ...SSL_KEYS],
  configure: (setup) => {
    const { context } = setup
    const ssl = configureSsl(setup)
    const ports = context.getString('ports')
    if (ports === null) throw nullPointer('Must define config parameter for MultiportSyslogTCPSource: ports')
    for (const port of splitWhiteSpace(ports)) requirePort(port, 'ports')
    const settings = readFields(context, MULTIPORT)
    checkCharset(context.getString('charset.default', 'UTF-8'), 'charset.default')
    for (const [port, charset] of context.getSubProperties('charset.port.').entries()) {
      requirePort(port, `charset.port.${port}`)
      checkCharset(charset, `charset.port.${port}`)
    }
    const batchSize = context.getInteger('batchSize', 100)
    return { settings: { ...ssl, ...settings, ...readFields(context, MULTIPORT_REST) }, batchSize }
  },
}

function requirePort(port: string, property: string): void {
  try {
    parseJavaInt(port)
  } catch (error) {
    if (error instanceof JavaException) throw new JavaException(error.className, error.javaMessage, { property })
    throw error
  }
}

function checkCharset(name: string, property: string): void {
  try {
    requireCharset(name, property)
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    const message = `Unable to parse charset string (${name}) from port configuration.`
    throw new JavaException('java.lang.IllegalArgumentException', message, { cause: error })
  }
}
