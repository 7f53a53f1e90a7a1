import { BROKER_ROWS } from '../../kafka/config/broker-rows.ts'
import { configDef } from '../../kafka/config/config-def.ts'
import type { ConfigDef } from '../../kafka/config/config-def.ts'
import { CONSUMER_CONFIG, constructConsumerConfig } from '../../kafka/config/consumer-config.ts'
import { unmodelledKeys } from '../../kafka/config/modelled-keys.ts'
import type { KeyUse } from '../../kafka/config/modelled-keys.ts'
import { plainEnvironment } from '../../kafka/config/parse-config.ts'
import { constructProducerConfig, PRODUCER_CONFIG } from '../../kafka/config/producer-config.ts'
import { parseTopicConfig, TOPIC_CONFIG } from '../../kafka/config/topic-config.ts'
import { networkKeyUses } from '../../kafka/client/client-environment.ts'
import { coordinatorKeyUses } from '../../kafka/coordinator/coordinator-config.ts'
import { transactionKeyUses } from '../../kafka/transaction/transaction-config.ts'
import { consumerKeyUses } from '../../kafka/consumer/consumer-config.ts'
import { NODE_KEYS } from '../../kafka/metadata/node-settings.ts'
import { TOPIC_KEYS } from '../../kafka/metadata/topic-settings.ts'
import { producerKeyUses } from '../../kafka/producer/producer-config.ts'
import { describe, nearest, OptionError } from '../check-options.ts'
import type { Play } from '../play/play.ts'

/** What is configured. */
export type ConfiguredKind = 'producer' | 'consumer' | 'topic' | 'broker'

interface KindRules {
  readonly definition: () => ConfigDef
  readonly uses: readonly KeyUse[]
  /** What the real system does with the properties when the thing is made. */
  readonly check: (properties: ReadonlyMap<string, string>, environment: ReturnType<typeof plainEnvironment>) => void
}

const rules: Readonly<Record<ConfiguredKind, KindRules>> = {
  producer: {
    definition: () => PRODUCER_CONFIG,
    uses: [...producerKeyUses, ...networkKeyUses, { key: 'compression.type', readBy: 'KafkaProducer' }],
    check: (properties, environment) => constructProducerConfig(withClientDefaults(properties, 'serializer', 'org.apache.kafka.common.serialization.StringSerializer'), environment),
  },
  consumer: {
    definition: () => CONSUMER_CONFIG,
    uses: [...consumerKeyUses, ...networkKeyUses],
    check: (properties, environment) => constructConsumerConfig(withClientDefaults(properties, 'deserializer', 'org.apache.kafka.common.serialization.StringDeserializer'), environment),
  },
  topic: { definition: () => TOPIC_CONFIG, uses: TOPIC_KEYS, check: (properties, environment) => parseTopicConfig(properties, environment) },
  // Brokers are checked where the cluster is made.
  broker: { definition: () => configDef(BROKER_ROWS), uses: [...NODE_KEYS, ...coordinatorKeyUses, ...transactionKeyUses, ...TOPIC_KEYS.map(({ key, readBy }) => ({ key: `log.${key}`, readBy }))], check: () => undefined },
}

/** The keys that some simulated class reads, by what they configure: all others load as in the real system and change nothing. */
export function modelledKafkaKeys(): Readonly<Record<ConfiguredKind, readonly string[]>> {
  const keys = (kind: ConfiguredKind): readonly string[] => [...new Set(rules[kind].uses.map(({ key }) => key))]
  return { producer: keys('producer'), consumer: keys('consumer'), topic: keys('topic'), broker: keys('broker') }
}

/**
 * Turns the reader's options into Kafka's properties and lets the real checks look at them: exceptions are Kafka's own,
 * warnings become remarks, and keys that the simulation does not read are named.
 * @throws KafkaException what Kafka throws; OptionError for a value that no properties file can hold
 */
export function kafkaProperties(play: Play, kind: ConfiguredKind, given: ReadonlyMap<string, unknown>): Readonly<Record<string, string>> {
  const properties = new Map([...given].map(([key, value]) => [key, propertyText(kind, key, value)]))
  const at = new Error('configured here')
  const { definition, uses, check } = rules[kind]
  const defined = definition()
  check(properties, plainEnvironment(({ level, message }) => {
    if (!message.startsWith('These configurations') && level !== 'INFO') play.remarks.push({ severity: 'warning', message, fix: undefined, at, key: undefined })
  }))
  for (const key of properties.keys()) {
    if (defined.has(key)) continue
    const near = nearest(key, [...defined.keys()])
    const message = kind === 'broker' ? `No broker reads '${key}': Kafka accepts it in silence.` : `These configurations '[${key}]' were supplied but are not used yet.`
    play.remarks.push({ severity: 'warning', message, fix: near === undefined ? undefined : `Did you mean '${near}'?`, at, key })
  }
  for (const key of unmodelledKeys([...properties.keys()], defined, uses)) {
    play.remarks.push({ severity: 'info', message: `'${key}' is a key of Kafka that the simulation does not model: it has no effect here.`, fix: undefined, at, key })
  }
  return Object.fromEntries(properties)
}

function withClientDefaults(properties: ReadonlyMap<string, string>, suffix: string, className: string): ReadonlyMap<string, string> {
  return new Map([[`key.${suffix}`, className], [`value.${suffix}`, className], ['bootstrap.servers', 'localhost:9092'], ...properties])
}

function propertyText(kind: ConfiguredKind, key: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value)
  throw new OptionError(`'${key}' of a ${kind} must be a text, a number, or true or false, and is ${describe(value)}.`, key)
}
