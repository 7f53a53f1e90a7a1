import { firstPollOffsetStrategies, kafkaPropertiesOf, kafkaSpoutDefaults, processingGuarantees, type KafkaSpoutConfig } from '../../storm/spout/kafka-spout-config.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import { kafkaProperties } from '../kafka/kafka-properties.ts'
import type { Play } from '../play/play.ts'

/** A Kafka spout as the reader declared it. */
export interface DeclaredKafkaSpout {
  readonly topics: readonly string[]
  readonly groupId: string
  readonly parallelism: number
  readonly config: KafkaSpoutConfig
  /** Kafka's properties but for bootstrap.servers. */
  readonly properties: Readonly<Record<string, string>>
}

const own = [
  'topics', 'groupId', 'parallelism', 'processingGuarantee', 'firstPollOffsetStrategy', 'offsetCommitPeriodMs', 'maxUncommittedOffsets', 'pollTimeoutMs',
  'tupleTrackingEnforced', 'maxRetries',
]

/** Reads the options of `kafkaSpout`. @throws OptionError; KafkaException for wrong properties */
export function readSpoutOptions(play: Play, id: string, options: unknown): DeclaredKafkaSpout {
  const reader = new OptionReader(`kafkaSpout('${id}', …)`, options, own, true)
  const groupId = reader.text('groupId')
  const processingGuarantee = choice(reader, 'processingGuarantee', processingGuarantees)
  const given = reader.others(own)
  if (given.has('enable.auto.commit')) {
    throw new OptionError('Do not set enable.auto.commit manually. Instead use KafkaSpoutConfig.Builder.setProcessingGuarantee. This will configure the consumer according to the desired guarantee.', 'enable.auto.commit')
  }
  const tracking = reader.raw('tupleTrackingEnforced') ?? false
  if (typeof tracking !== 'boolean') throw reader.wrong('tupleTrackingEnforced', 'true or false', tracking)
  const whole = (key: 'offsetCommitPeriodMs' | 'maxUncommittedOffsets' | 'pollTimeoutMs', min: number): number => reader.number(key, kafkaSpoutDefaults[key], { min, whole: true })
  return {
    topics: topicsOf(reader), groupId,
    parallelism: reader.number('parallelism', 1, { min: 1, max: 100, whole: true }),
    config: {
      ...kafkaSpoutDefaults, processingGuarantee, tupleTrackingEnforced: tracking,
      firstPollOffsetStrategy: choice(reader, 'firstPollOffsetStrategy', firstPollOffsetStrategies),
      offsetCommitPeriodMs: whole('offsetCommitPeriodMs', 1), maxUncommittedOffsets: whole('maxUncommittedOffsets', 1), pollTimeoutMs: whole('pollTimeoutMs', 0),
      retry: { ...kafkaSpoutDefaults.retry, maxRetries: reader.number('maxRetries', kafkaSpoutDefaults.retry.maxRetries, { min: 0, whole: true }) },
    },
    properties: kafkaProperties(play, 'consumer', new Map<string, unknown>([...Object.entries(kafkaPropertiesOf(processingGuarantee)), ['group.id', groupId], ...given])),
  }
}

function topicsOf(reader: OptionReader): readonly string[] {
  const given = reader.raw('topics')
  const topics: readonly unknown[] = Array.isArray(given) ? given : [given]
  return topics.map((topic) => {
    if (typeof topic !== 'string' || topic === '') throw new OptionError(`kafkaSpout: 'topics' takes names of topics, and got ${describe(topic)}.`, 'topics')
    return topic
  })
}

/** One of the names; the first when none is given. */
function choice<Name extends string>(reader: OptionReader, key: string, names: readonly [Name, ...Name[]] | readonly Name[]): Name {
  const [first] = names
  const given = reader.raw(key) ?? first
  const found = names.find((name) => name === given)
  if (found === undefined) throw reader.wrong(key, names.join(', '), given)
  return found
}
