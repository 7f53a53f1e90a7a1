import type { ConfigDef, ConfigKey } from '../../kafka/config/config-def.ts'
import { plainEnvironment } from '../../kafka/config/parse-config.ts'
import { parseValue } from '../../kafka/config/parse-value.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { connectorOf, type ConnectorPlugin } from '../connectors/shipped-connectors.ts'
import { SHIPPED_PREDICATES } from '../transform/predicates.ts'
import { shippedTransformation } from '../transform/shipped-transformations.ts'
import { fullMatcher } from '../transform/valid-regex.ts'
import { SINK_DEFINITION, SOURCE_DEFINITION } from './connector-definition.ts'

/** A connector's configuration: Kafka's keys and texts. */
export type ConnectorProperties = ReadonlyMap<string, string>

/** What is wrong with a configuration: messages by key, in the order in which they were found. */
export type ConfigErrors = Map<string, string[]>

const { classExists } = plainEnvironment(() => undefined)

/**
 * Validates a connector's configuration as AbstractHerder.validateConnectorConfig does.
 * @returns the messages by key; none for a valid configuration
 */
export function validateConnector(plugin: ConnectorPlugin, properties: ConnectorProperties): ConfigErrors {
  const errors: ConfigErrors = new Map()
  validateKeys(plugin.kind === 'sink' ? SINK_DEFINITION : SOURCE_DEFINITION, properties, '', errors)
  for (const alias of aliasesOf(properties, 'transforms')) {
    validatePlugin(`transforms.${alias}.`, properties, errors, (className) => shippedTransformation(className)?.def)
  }
  for (const alias of aliasesOf(properties, 'predicates')) {
    validatePlugin(`predicates.${alias}.`, properties, errors, (className) => SHIPPED_PREDICATES.get(className)?.def)
  }
  validateKeys(plugin.def, properties, '', errors)
  if (plugin.kind === 'sink') validateTopics(properties, errors)
  return errors
}

/** The connector that a configuration names; undefined for a class that no plugin has. */
export function pluginOf(properties: ConnectorProperties): ConnectorPlugin | undefined {
  return connectorOf(properties.get('connector.class') ?? '')
}

function add(errors: ConfigErrors, key: string, message: string): void {
  const known = errors.get(key)
  if (known === undefined) errors.set(key, [message])
  else known.push(message)
}

function aliasesOf(properties: ConnectorProperties, key: string): readonly string[] {
  return [...new Set((properties.get(key) ?? '').split(',').map((alias) => alias.trim()).filter((alias) => alias !== ''))]
}

function validatePlugin(prefix: string, properties: ConnectorProperties, errors: ConfigErrors, defOf: (className: string) => ConfigDef | undefined): void {
  const typeKey = `${prefix}type`
  const className = properties.get(typeKey)
  if (className === undefined) {
    add(errors, typeKey, `Missing required configuration "${typeKey}" which has no default value.`)
    return
  }
  const def = defOf(className)
  if (def === undefined) add(errors, typeKey, `Invalid value ${className} for configuration ${typeKey}: Class ${className} could not be found.`)
  else validateKeys(def, properties, prefix, errors)
}

/** ConfigDef.validate: every key by itself; a validator sees the value even where the key is missing. */
function validateKeys(def: ConfigDef, properties: ConnectorProperties, prefix: string, errors: ConfigErrors): void {
  for (const key of def.values()) {
    const name = `${prefix}${key.name}`
    const raw = properties.get(name)
    const value = raw === undefined ? missing(key, name, errors) : caught(errors, name, () => parseValue(name, key.type, raw, classExists))
    if (key.validator !== null) caught(errors, name, () => key.validator?.check(key.name, key.type, value ?? null))
  }
}

function missing(key: ConfigKey, name: string, errors: ConfigErrors): ConfigKey['defaultValue'] {
  if (key.hasDefault) return key.defaultValue
  add(errors, name, `Missing required configuration "${name}" which has no default value.`)
  return null
}

function caught<Value>(errors: ConfigErrors, key: string, work: () => Value): Value | undefined {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof KafkaException)) throw error
    add(errors, key, error.message)
    return undefined
  }
}

function validateTopics(properties: ConnectorProperties, errors: ConfigErrors): void {
  const both = (message: string) => {
    add(errors, 'topics', message)
    add(errors, 'topics.regex', message)
  }
  const topics = aliasesOf(properties, 'topics')
  const regex = (properties.get('topics.regex') ?? '').trim()
  if (topics.length > 0 && regex !== '') both('topics and topics.regex are mutually exclusive options, but both are set.')
  else if (topics.length === 0 && regex === '') both('Must configure one of topics or topics.regex')
  const deadLetters = (properties.get('errors.deadletterqueue.topic.name') ?? '').trim()
  if (deadLetters === '') return
  if (topics.includes(deadLetters)) {
    add(errors, 'topics', `The DLQ topic '${deadLetters}' may not be included in the list of topics ('topics=[${topics.join(', ')}]') consumed by the connector`)
  }
  if (regex !== '' && fullMatcher(regex).matches(deadLetters)) {
    add(errors, 'topics.regex', `The DLQ topic '${deadLetters}' may not be included in the regex matching of topics ('topics.regex=${regex}') consumed by the connector`)
  }
}
