import type { ComponentType } from '../component-type.ts'
import { ensureRequired, fixed, flag, integer, keysOf, long, readFields, text, type Fields } from '../fields.ts'
import { requireCharset } from '../java/charset.ts'
import { illegalArgument, illegalState } from '../java/java-exception.ts'

const NETCAT: Fields = {
  hostName: text('bind'),
  port: integer('port'),
  ackEveryEvent: flag('ack-every-event', true),
  maxLineLength: integer('max-line-length', 512),
  sourceEncoding: text('encoding', 'utf-8'),
}

/** org.apache.flume.source.NetcatSource. */
export const netcatSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.NetcatSource',
  alias: 'NETCAT',
  runner: 'EventDrivenSourceRunner',
  keys: keysOf(NETCAT),
  configure: ({ context }) => {
    ensureRequired(context, 'bind', 'port')
    return { settings: readFields(context, NETCAT) }
  },
}

const NETCAT_UDP: Fields = { port: integer('port'), host: text('bind'), remoteHostHeader: text('remoteAddress') }

/** org.apache.flume.source.NetcatUdpSource. */
export const netcatUdpSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.NetcatUdpSource',
  alias: 'NETCATUDP',
  runner: 'EventDrivenSourceRunner',
  keys: keysOf(NETCAT_UDP),
  configure: ({ context }) => {
    ensureRequired(context, 'port')
    return { settings: readFields(context, NETCAT_UDP) }
  },
}

const EXEC: Fields = {
  command: text('command'),
  restartThrottle: long('restartThrottle', 10000),
  restart: flag('restart', false),
  logStderr: flag('logStdErr', false),
  bufferCount: integer('batchSize', 20),
  batchTimeout: long('batchTimeout', 3000),
  shell: text('shell'),
}

/** org.apache.flume.source.ExecSource. */
export const execSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.ExecSource',
  alias: 'EXEC',
  runner: 'EventDrivenSourceRunner',
  keys: [...keysOf(EXEC), 'charset'],
  configure: ({ context }) => {
    if (!context.has('command')) throw illegalState('The parameter command must be specified')
    const settings = readFields(context, EXEC)
    requireCharset(context.getString('charset', 'UTF-8'), 'charset')
    return { settings, batchSize: context.getInteger('batchSize', 20) }
  },
}

/** Properties of the sources that a PollableSourceRunner drives. */
export const POLLABLE: Fields = {
  backoffSleepIncrement: long('backoffSleepIncrement', 1000),
  maxBackoffSleep: long('maxBackoffSleep', 5000),
}

const SEQUENCE: Fields = { totalEvents: long('totalEvents', 9223372036854775807), eventsSent: fixed(0) }

/** org.apache.flume.source.SequenceGeneratorSource. */
export const sequenceGeneratorSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.SequenceGeneratorSource',
  alias: 'SEQ',
  runner: 'PollableSourceRunner',
  keys: ['batchSize', ...keysOf(SEQUENCE), ...keysOf(POLLABLE)],
  configure: ({ context }) => {
    const batchSize = context.getInteger('batchSize', 1)
    const settings = readFields(context, SEQUENCE)
    if (batchSize <= 0) throw illegalArgument(`batchSize was ${String(batchSize)} but expected positive`, 'batchSize')
    return { settings: { ...settings, ...readFields(context, POLLABLE) }, batchSize }
  },
}

const STRESS: Fields = {
  maxTotalEvents: long('maxTotalEvents', -1),
  maxSuccessfulEvents: long('maxSuccessfulEvents', -1),
  lastSent: fixed(0),
}

/** org.apache.flume.source.StressSource. */
export const stressSource: ComponentType = {
  kind: 'source',
  className: 'org.apache.flume.source.StressSource',
  runner: 'PollableSourceRunner',
  keys: [...keysOf(STRESS), 'batchSize', 'size', 'maxEventsPerSecond', ...keysOf(POLLABLE)],
  configure: ({ context }) => {
    const settings = readFields(context, STRESS)
    const batchSize = context.getInteger('batchSize', 1)
    const bytes = context.getInteger('size', 500)
    context.getInteger('maxEventsPerSecond', 0)
    if (bytes < 0) throw illegalArgument('Negative initial size', 'size')
    return { settings: { ...settings, ...readFields(context, POLLABLE) }, batchSize }
  },
}
