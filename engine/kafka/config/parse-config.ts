import { copiedTableSize, hashOrder } from '../java/hash-order.ts'
import type { ConfigDef, ConfigKey } from './config-def.ts'
import { configException } from './config-exception.ts'
import { javaList } from './config-value.ts'
import type { ConfigValue, RawValue } from './config-value.ts'
import { type ConfigLog, ParsedConfig, type Properties } from './parsed-config.ts'
import { type ClassExists, parseValue } from './parse-value.ts'

/** Where a configuration is read. */
export interface ConfigEnvironment {
  /** Takes log lines. */
  readonly log: ConfigLog
  /** Which classes are on the class path. */
  readonly classExists: ClassExists
  /** Whether a host name has an address. */
  readonly resolves: (host: string) => boolean
}

/** An environment with Kafka's and Java's own classes, in which every host name but those under .invalid resolves. */
export function plainEnvironment(log: ConfigLog): ConfigEnvironment {
  return {
    log,
    classExists: (className) => /^(org\.apache\.kafka|java)\./.test(className),
    resolves: (host) => !host.endsWith('.invalid'),
  }
}

/**
 * Checks every defined key and fills in defaults (ConfigDef.parse). Unknown keys are let pass. Of several bad
 * values, the first in the order of the names is reported.
 *
 * @throws KafkaException a ConfigException for a missing key or a bad value
 */
export function parseConfig(def: ConfigDef, properties: Properties, environment: ConfigEnvironment): ParsedConfig {
  const values = new Map<string, ConfigValue>()
  for (const key of def.values()) values.set(key.name, parseKey(key, properties.get(key.name), environment))
  return new ParsedConfig(properties, values)
}

/** Logs the given keys that nothing reads, in the order in which Java's HashSet lists them (AbstractConfig.logUnused). */
export function logUnused(def: ConfigDef, config: ParsedConfig, log: ConfigLog): void {
  const given = [...config.originals.keys()]
  const unused = hashOrder(given, (key) => key, copiedTableSize(given.length)).filter((key) => !def.has(key))
  if (unused.length === 0) return
  log({
    level: 'INFO',
    logger: 'org.apache.kafka.common.config.AbstractConfig',
    message: `These configurations '${javaList(unused)}' were supplied but are not used yet.`,
  })
}

function parseKey(key: ConfigKey, raw: RawValue | undefined, environment: ConfigEnvironment): ConfigValue {
  if (raw === undefined && !key.hasDefault) {
    throw configException(`Missing required configuration "${key.name}" which has no default value.`)
  }
  if (raw === undefined) return key.defaultValue
  let value = parseValue(key.name, key.type, raw, environment.classExists)
  if (key.validator?.removesDuplicates && typeof value === 'object' && value !== null) {
    value = withoutDuplicates(key.name, value, environment.log)
  }
  key.validator?.check(key.name, key.type, value)
  return value
}

function withoutDuplicates(key: string, items: readonly string[], log: ConfigLog): readonly string[] {
  const distinct = [...new Set(items)]
  if (distinct.length === items.length) return items
  log({
    level: 'WARN',
    logger: 'org.apache.kafka.common.config.ConfigDef',
    message:
      `Configuration key "${key}" contains duplicate values. Duplicates will be removed. ` +
      `The original value is: ${javaList(items)}, the updated value is: ${javaList(distinct)}`,
  })
  return distinct
}
