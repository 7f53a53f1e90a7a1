import { configDef } from './config-def.ts'
import { invalidConfiguration } from './config-exception.ts'
import type { ParsedConfig, Properties } from './parsed-config.ts'
import { type ConfigEnvironment, parseConfig } from './parse-config.ts'
import { TOPIC_ROWS } from './topic-rows.ts'
import { TOPIC_BROKER_SYNONYMS } from './topic-synonyms.ts'

/** Keys of a topic. */
export const TOPIC_CONFIG = configDef(TOPIC_ROWS)

/**
 * Parses a topic's own settings and checks them (LogConfig.validate), on a broker without remote storage.
 *
 * @throws KafkaException a ConfigException, or an InvalidConfigurationException for an unknown key
 */
export function parseTopicConfig(properties: Properties, environment: ConfigEnvironment): ParsedConfig {
  for (const key of properties.keys()) {
    if (!TOPIC_CONFIG.has(key)) throw invalidConfiguration(`Unknown topic config name: ${key}`)
  }
  const config = parseConfig(TOPIC_CONFIG, properties, environment)
  const [leastMs, mostMs] = [config.number('min.compaction.lag.ms'), config.number('max.compaction.lag.ms')]
  if (leastMs > mostMs) {
    throw invalidConfiguration(
      `conflict topic config setting min.compaction.lag.ms (${leastMs}) > max.compaction.lag.ms (${mostMs})`,
    )
  }
  return config
}

const MS_PER_UNIT: Readonly<Record<string, number>> = { hours: 3_600_000, minutes: 60_000 }

/**
 * The settings in force for a topic: its own, else those of the broker that stand in for them, else the defaults.
 *
 * @param own the topic's settings, as {@link parseTopicConfig} gave them
 * @param broker the broker's configuration
 */
export function effectiveTopicConfig(own: ParsedConfig, broker: ParsedConfig): ParsedConfig {
  let effective = own
  for (const [key, synonyms] of Object.entries(TOPIC_BROKER_SYNONYMS)) {
    if (own.isGiven(key)) continue
    const synonym = synonyms.find((name) => broker.value(name) !== null)
    if (synonym !== undefined) effective = effective.with({ [key]: inTopicUnit(synonym, broker) })
  }
  return effective
}

/** A synonym's value; hours and minutes become milliseconds, and a negative retention means none. */
function inTopicUnit(synonym: string, broker: ParsedConfig) {
  const value = broker.value(synonym)
  if (typeof value !== 'number') return value
  if (synonym.startsWith('log.retention.') && synonym !== 'log.retention.bytes' && value < 0) return -1
  return value * (MS_PER_UNIT[synonym.slice(synonym.lastIndexOf('.') + 1)] ?? 1)
}
