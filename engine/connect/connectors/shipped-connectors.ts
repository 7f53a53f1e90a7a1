import { configDef, REQUIRED, type ConfigDef } from '../../kafka/config/config-def.ts'
import { NON_EMPTY_STRING } from '../../kafka/config/validators.ts'

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

/** The connector of a class: by its full name, its simple name, or that without the word Connector; undefined for none. */
export function connectorOf(className: string): ConnectorPlugin | undefined {
  return SHIPPED_CONNECTORS.find((plugin) => {
    const simple = plugin.className.slice(plugin.className.lastIndexOf('.') + 1)
    return [plugin.className, simple, simple.replace(/Connector$/, '')].includes(className)
  })
}
