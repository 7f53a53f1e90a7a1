import { configDef } from '../config/config-def.ts'
import type { ConfigValue, RawValue } from '../config/config-value.ts'
import { declareKeys, type KeyUse } from '../config/modelled-keys.ts'
import { parseConfig, plainEnvironment } from '../config/parse-config.ts'
import type { ParsedConfig } from '../config/parsed-config.ts'
import { TOPIC_ROWS } from '../config/topic-rows.ts'
import { TOPIC_BROKER_SYNONYMS } from '../config/topic-synonyms.ts'
import { type LogConfig, unlimited } from '../log/log-config.ts'

/** What a topic's configuration says. */
export interface TopicSettings {
  readonly log: LogConfig
  readonly minInsyncReplicas: number
  readonly isUncleanElectionEnabled: boolean
}

/** The topic keys that `readTopicSettings` reads. */
export const TOPIC_KEYS: readonly KeyUse[] = declareKeys('TopicSettings', [
  'segment.bytes',
  'segment.ms',
  'retention.bytes',
  'retention.ms',
  'flush.messages',
  'flush.ms',
  'max.message.bytes',
  'message.timestamp.before.max.ms',
  'message.timestamp.after.max.ms',
  'message.timestamp.type',
  'cleanup.policy',
  'segment.index.bytes',
  'index.interval.bytes',
  'min.cleanable.dirty.ratio',
  'min.compaction.lag.ms',
  'max.compaction.lag.ms',
  'delete.retention.ms',
  'min.insync.replicas',
  'unclean.leader.election.enable',
])

const msPerUnit: Readonly<Record<string, number>> = { minutes: 60_000, hours: 3_600_000 }

/** The value that a broker's synonym gives a topic key; undefined when none is set. */
function synonymValue(key: string, broker: ParsedConfig): RawValue | undefined {
  for (const name of TOPIC_BROKER_SYNONYMS[key] ?? []) {
    const value: ConfigValue = broker.value(name)
    if (value === null) continue
    const unit = msPerUnit[name.slice(name.lastIndexOf('.') + 1)]
    return unit !== undefined && typeof value === 'number' && value >= 0 ? String(value * unit) : longText(value)
  }
  return undefined
}

/** A value as text that the parser takes: a LONG at its limit has lost its last digits as a number. */
function longText(value: ConfigValue): RawValue {
  if (typeof value !== 'number') return value
  return value >= 2 ** 63 ? '9223372036854775807' : String(value)
}

const limited = (value: number): number => Math.min(value, unlimited)

/**
 * A topic's settings: its own, else the broker's synonyms, else the defaults (LogConfig, ConfigSynonym).
 * @throws KafkaException ConfigException for a bad value
 */
export function readTopicSettings(configs: ReadonlyMap<string, string>, broker: ParsedConfig): TopicSettings {
  const properties = new Map<string, RawValue>()
  for (const key of Object.keys(TOPIC_BROKER_SYNONYMS)) {
    const value = synonymValue(key, broker)
    if (value !== undefined) properties.set(key, value)
  }
  for (const [key, value] of configs) properties.set(key, value)
  const parsed = parseConfig(configDef(TOPIC_ROWS), properties, plainEnvironment(() => undefined))
  const policies = parsed.list('cleanup.policy')
  return {
    minInsyncReplicas: parsed.number('min.insync.replicas'),
    isUncleanElectionEnabled: parsed.flag('unclean.leader.election.enable'),
    log: {
      segmentBytes: parsed.number('segment.bytes'),
      segmentMs: limited(parsed.number('segment.ms')),
      retentionBytes: limited(parsed.number('retention.bytes')),
      retentionMs: limited(parsed.number('retention.ms')),
      flushMessages: limited(parsed.number('flush.messages')),
      flushMs: limited(parsed.number('flush.ms')),
      maxMessageBytes: parsed.number('max.message.bytes'),
      timestampBeforeMaxMs: limited(parsed.number('message.timestamp.before.max.ms')),
      timestampAfterMaxMs: limited(parsed.number('message.timestamp.after.max.ms')),
      isLogAppendTime: parsed.text('message.timestamp.type') === 'LogAppendTime',
      isDeleted: policies.includes('delete'),
      isCompacted: policies.includes('compact'),
      segmentIndexBytes: parsed.number('segment.index.bytes'),
      indexIntervalBytes: parsed.number('index.interval.bytes'),
      minCleanableDirtyRatio: parsed.number('min.cleanable.dirty.ratio'),
      minCompactionLagMs: limited(parsed.number('min.compaction.lag.ms')),
      maxCompactionLagMs: limited(parsed.number('max.compaction.lag.ms')),
      deleteRetentionMs: limited(parsed.number('delete.retention.ms')),
    },
  }
}
