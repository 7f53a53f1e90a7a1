import { configDef, REQUIRED, type ConfigDef } from '../../kafka/config/config-def.ts'
import { atLeast, between, NON_EMPTY_STRING, oneOfIgnoringCase } from '../../kafka/config/validators.ts'

/** A connector that a worker can run. */
export interface ConnectorPlugin {
  readonly className: string
  readonly kind: 'source' | 'sink'
  /** The connector's own keys. */
  readonly def: ConfigDef
}

const FILE = 'org.apache.kafka.connect.file'

/** The connectors on a worker's plugin.path, in the order of their names. */
export const SHIPPED_CONNECTORS: readonly ConnectorPlugin[] = [
  { className: `${FILE}.FileStreamSinkConnector`, kind: 'sink', def: configDef([['file', 'STRING', null, 'HIGH']]) },
  {
    className: `${FILE}.FileStreamSourceConnector`,
    kind: 'source',
    def: configDef([
      ['file', 'STRING', null, 'HIGH'],
      ['topic', 'STRING', REQUIRED, 'HIGH', NON_EMPTY_STRING],
      ['batch.size', 'INT', '2000', 'LOW'],
    ]),
  },
]

/** Confluent's HDFS sink, as far as it is modelled: lines of text, files by count and age. It comes with no Kafka and has to be installed. */
export const HDFS_SINK: ConnectorPlugin = {
  className: 'io.confluent.connect.hdfs.HdfsSinkConnector',
  kind: 'sink',
  def: configDef([
    ['hdfs.url', 'STRING', REQUIRED, 'HIGH'],
    ['flush.size', 'INT', REQUIRED, 'HIGH', atLeast('1')],
    ['rotate.interval.ms', 'LONG', '-1', 'HIGH'],
    ['topics.dir', 'STRING', 'topics', 'HIGH'],
  ]),
}

/**
 * A stand-in for the third-party sources that listen for syslog, with keys after theirs: one port of TCP or UDP, a queue in
 * memory. It has no package, for it is nobody's.
 */
export const SYSLOG_SOURCE: ConnectorPlugin = {
  className: 'SyslogSourceConnector',
  kind: 'source',
  def: configDef([
    ['topic', 'STRING', REQUIRED, 'HIGH', NON_EMPTY_STRING],
    ['syslog.port', 'INT', REQUIRED, 'HIGH', between('1', '65535')],
    ['syslog.listener', 'STRING', 'TCP', 'HIGH', oneOfIgnoringCase('TCP', 'UDP')],
    ['syslog.queue.max.size', 'INT', '50000', 'LOW', atLeast('1')],
    ['syslog.queue.batch.size', 'INT', '1000', 'LOW', atLeast('1')],
  ]),
}

/** The connector of a class: by its full name, its simple name, or that without the word Connector; undefined for none. */
export function connectorOf(className: string): ConnectorPlugin | undefined {
  return [...SHIPPED_CONNECTORS, HDFS_SINK, SYSLOG_SOURCE].find((plugin) => {
    const simple = plugin.className.slice(plugin.className.lastIndexOf('.') + 1)
    return [plugin.className, simple, simple.replace(/Connector$/, '')].includes(className)
  })
}
