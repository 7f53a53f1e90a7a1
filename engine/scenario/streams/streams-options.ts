import { CONSUMER_CONFIG } from '../../kafka/config/consumer-config.ts'
import { PRODUCER_CONFIG } from '../../kafka/config/producer-config.ts'
import { streamsClientDefaults, type StreamsSettings } from '../../streams/application/streams-settings.ts'
import { nearest, OptionError, type OptionReader } from '../check-options.ts'
import { kafkaProperties } from '../kafka/kafka-properties.ts'
import type { Play } from '../play/play.ts'

/** Options of `streams` that are not Kafka's keys. */
export const streamsOptionKeys = ['on', 'topology', 'processing'] as const

/** Keys of StreamsConfig that the simulation reads. */
const ownKeys = [
  'application.id', 'processing.guarantee', 'commit.interval.ms', 'task.timeout.ms', 'statestore.cache.max.bytes', 'replication.factor', 'num.stream.threads',
  'deserialization.exception.handler', 'processing.exception.handler', 'client.id',
] as const

/** Reads an application's configuration as StreamsConfig splits it among its clients. @throws OptionError, and KafkaException of the clients' checks */
export function readStreamsSettings(play: Play, reader: OptionReader): StreamsSettings {
  const others = reader.others([...streamsOptionKeys, ...ownKeys])
  const consumer = new Map<string, unknown>(Object.entries(streamsClientDefaults.consumer))
  const producer = new Map<string, unknown>(Object.entries(streamsClientDefaults.producer))
  for (const [key, value] of others) sortOut(key, value, consumer, producer)
  const guarantee = reader.text('processing.guarantee', 'at_least_once')
  if (guarantee !== 'at_least_once' && guarantee !== 'exactly_once_v2') throw reader.wrong('processing.guarantee', "'at_least_once' or 'exactly_once_v2'", guarantee)
  const isExactlyOnce = guarantee === 'exactly_once_v2'
  if (isExactlyOnce) {
    consumer.set('isolation.level', 'read_committed')
    for (const [key, value] of Object.entries(streamsClientDefaults.transactions)) if (!producer.has(key)) producer.set(key, value)
  }
  const threads = reader.number('num.stream.threads', 1, { min: 1, whole: true })
  if (threads !== 1) throw new OptionError(`'num.stream.threads' is ${String(threads)}: the simulation gives an instance one thread.`, 'num.stream.threads', 'Declare as many instances with the same application.id.')
  return {
    applicationId: reader.text('application.id'),
    guarantee,
    commitIntervalMs: reader.number('commit.interval.ms', isExactlyOnce ? 100 : 30_000, { min: 0, whole: true }),
    taskTimeoutMs: reader.number('task.timeout.ms', 300_000, { min: 0, whole: true }),
    cacheBytesMax: reader.number('statestore.cache.max.bytes', 10 * 1024 * 1024, { min: 0, whole: true }),
    replicationFactor: reader.number('replication.factor', -1, { min: -1, whole: true }),
    processingMicros: reader.micros('processing', 0),
    all: new Map(ownKeys.flatMap((key) => (reader.has(key) ? [[key, String(reader.raw(key))]] : []))),
    consumer: kafkaProperties(play, 'consumer', consumer),
    producer: kafkaProperties(play, 'producer', producer),
  }
}

/** A key goes to the clients that have it; with the prefix of a client to that one alone. */
function sortOut(key: string, value: unknown, consumer: Map<string, unknown>, producer: Map<string, unknown>): void {
  const [, prefix, rest] = /^(consumer|producer)\.(.*)$/u.exec(key) ?? []
  const name = rest ?? key
  const isConsumers = prefix !== 'producer' && CONSUMER_CONFIG.has(name)
  const isProducers = prefix !== 'consumer' && PRODUCER_CONFIG.has(name)
  if (isConsumers) consumer.set(name, value)
  if (isProducers) producer.set(name, value)
  if (isConsumers || isProducers) return
  const near = nearest(key, ownKeys)
  throw new OptionError(`streams: the simulation knows no key '${key}' of a Kafka Streams application.`, key, near === undefined ? undefined : `Did you mean '${near}'?`)
}
