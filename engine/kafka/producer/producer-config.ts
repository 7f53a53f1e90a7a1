import { clientEnvironment, networkConfig, withDefaults } from '../client/client-environment.ts'
import type { ClientContext } from '../client/client-context.ts'
import type { NetworkConfig } from '../client/network-config.ts'
import { declareKeys } from '../config/modelled-keys.ts'
import { constructProducerConfig } from '../config/producer-config.ts'
import type { Codec } from '../record/record-batch.ts'

/** Keys that the producer reads, beside those of its connections. */
export const producerKeyUses = declareKeys('KafkaProducer', [
  'acks', 'enable.idempotence', 'linger.ms', 'batch.size', 'buffer.memory', 'max.block.ms', 'max.request.size', 'retries',
  'delivery.timeout.ms', 'max.in.flight.requests.per.connection', 'partitioner.adaptive.partitioning.enable',
  'transactional.id', 'transaction.timeout.ms', 'partitioner.ignore.keys', 'partitioner.class', 'key.serializer', 'value.serializer', 'compression.type',
])

/** What a producer reads of its configuration; names are the keys', times in milliseconds, sizes in bytes. */
export interface ProducerConfig extends NetworkConfig {
  /** 0, 1, or -1 for all. */
  readonly acks: number
  readonly enableIdempotence: boolean
  readonly lingerMs: number
  readonly batchSize: number
  readonly bufferMemory: number
  readonly maxBlockMs: number
  readonly maxRequestSize: number
  readonly retries: number
  readonly deliveryTimeoutMs: number
  /** Carried in batches; sizes stay those of uncompressed records. */
  readonly codec: Codec
  readonly adaptivePartitioning: boolean
  readonly ignoreKeys: boolean
  readonly roundRobin: boolean
  readonly bootstrapServers: readonly string[]
  /** Null for a producer without transactions. */
  readonly transactionalId: string | null
  readonly transactionTimeoutMs: number
}

const codecs: readonly Codec[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

/**
 * Reads and checks a producer's properties; serializers default to those of bytes and text.
 * @throws KafkaException what `new KafkaProducer` throws
 */
export function readProducerConfig(properties: Readonly<Record<string, string>>, context: ClientContext): ProducerConfig {
  const config = constructProducerConfig(withDefaults(properties, {
    'key.serializer': 'org.apache.kafka.common.serialization.StringSerializer',
    'value.serializer': 'org.apache.kafka.common.serialization.ByteArraySerializer',
  }), clientEnvironment(context))
  const compression = config.text('compression.type')
  return {
    ...networkConfig(config, config.number('max.in.flight.requests.per.connection')),
    acks: Number(config.text('acks')),
    enableIdempotence: config.flag('enable.idempotence'),
    lingerMs: config.number('linger.ms'),
    batchSize: config.number('batch.size'),
    bufferMemory: config.number('buffer.memory'),
    maxBlockMs: config.number('max.block.ms'),
    maxRequestSize: config.number('max.request.size'),
    retries: config.number('retries'),
    deliveryTimeoutMs: config.number('delivery.timeout.ms'),
    codec: codecs.find((codec) => codec === compression) ?? 'none',
    adaptivePartitioning: config.flag('partitioner.adaptive.partitioning.enable'),
    ignoreKeys: config.flag('partitioner.ignore.keys'),
    roundRobin: config.textOrNull('partitioner.class')?.endsWith('.RoundRobinPartitioner') ?? false,
    bootstrapServers: config.list('bootstrap.servers'),
    transactionalId: config.textOrNull('transactional.id'),
    transactionTimeoutMs: config.number('transaction.timeout.ms'),
  }
}
