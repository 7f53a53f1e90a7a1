import { pluginOf, validateConnector, type ConnectorProperties } from '../../connect/runtime/validate-connector.ts'
import { HDFS_SINK, SHIPPED_CONNECTORS, SYSLOG_SOURCE, type ConnectorPlugin } from '../../connect/connectors/shipped-connectors.ts'
import { describe, OptionError } from '../check-options.ts'

/** A connector as it was declared. */
export interface DeclaredConnector {
  readonly name: string
  readonly plugin: ConnectorPlugin
  /** Its configuration with its name in it. */
  readonly properties: ConnectorProperties
}

/** Reads a connector's JSON. @throws OptionError with Connect's own messages for what it would refuse */
export function readConnector(given: unknown): DeclaredConnector {
  const json: unknown = typeof given === 'string' ? parsed(given) : given
  const name = fieldOf(json, 'name')
  if (typeof name !== 'string' || name === '') throw new OptionError(`connector takes { name, config } or its JSON, and got ${describe(given)}.`)
  const properties = new Map([...readProperties(fieldOf(json, 'config'), 'config'), ['name', name]])
  const plugin = pluginOf(properties)
  if (plugin === undefined) {
    throw new OptionError(`Failed to find any class that implements Connector and which name matches ${properties.get('connector.class') ?? ''}`, 'connector.class', `Modelled: ${[...SHIPPED_CONNECTORS, HDFS_SINK, SYSLOG_SOURCE].map(({ className }) => className).join(', ')}.`)
  }
  for (const [key, [message = '']] of validateConnector(plugin, properties)) throw new OptionError(message, key)
  return { name, plugin, properties }
}

/** Keys and values as texts: an object, or the text of a .properties file. @throws OptionError */
export function readProperties(given: unknown, option: string): ConnectorProperties {
  if (given === undefined) return new Map()
  if (typeof given === 'string') return new Map(given.split('\n').flatMap(propertyLine))
  if (typeof given !== 'object' || given === null) throw new OptionError(`${option} takes keys and values, and got ${describe(given)}.`, option)
  return new Map(Object.entries(given).map(([key, value]: [string, unknown]) => {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') throw new OptionError(`${option}: '${key}' must be a text, a number, true or false, and is ${describe(value)}.`, key)
    return [key, String(value)] as const
  }))
}

function propertyLine(line: string): readonly (readonly [string, string])[] {
  const [, key, value = ''] = /^\s*([^#!\s=:][^\s=:]*)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? []
  return key === undefined ? [] : [[key, value]]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new OptionError(`connector: the text is no JSON: ${error instanceof Error ? error.message : ''}`)
  }
}

function fieldOf(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null ? (new Map<string, unknown>(Object.entries(json))).get(name) : undefined
}
