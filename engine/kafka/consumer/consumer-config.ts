import { clientEnvironment, networkConfig, withDefaults } from '../client/client-environment.ts'
import type { ClientContext } from '../client/client-context.ts'
import type { NetworkConfig } from '../client/network-config.ts'
import { constructConsumerConfig } from '../config/consumer-config.ts'
import { declareKeys } from '../config/modelled-keys.ts'

/** Keys that the consumer reads, beside those of its connections. */
export const consumerKeyUses = declareKeys('KafkaConsumer', [
  'group.id', 'group.instance.id', 'group.protocol', 'group.remote.assignor', 'auto.offset.reset', 'enable.auto.commit', 'auto.commit.interval.ms', 'max.poll.records',
  'max.poll.interval.ms', 'session.timeout.ms', 'heartbeat.interval.ms', 'partition.assignment.strategy', 'fetch.min.bytes',
  'fetch.max.wait.ms', 'fetch.max.bytes', 'max.partition.fetch.bytes', 'isolation.level', 'default.api.timeout.ms',
  'allow.auto.create.topics', 'client.rack', 'key.deserializer', 'value.deserializer',
])

/** What a consumer reads of its configuration; names are the keys', times in milliseconds, sizes in bytes. */
export interface ConsumerConfig extends NetworkConfig {
  readonly groupId: string | null
  readonly groupInstanceId: string | null
  /** The group has the protocol of KIP-848. */
  readonly isConsumerProtocol: boolean
  /** The coordinator's assignor that it asks for; null leaves it to the coordinator. */
  readonly remoteAssignor: string | null
  /** `latest`, `earliest`, `none` or `by_duration:<ISO-8601>`. */
  readonly autoOffsetReset: string
  readonly enableAutoCommit: boolean
  readonly autoCommitIntervalMs: number
  readonly maxPollRecords: number
  readonly maxPollIntervalMs: number
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  /** Class names, in order of preference. */
  readonly assignors: readonly string[]
  readonly fetchMinBytes: number
  readonly fetchMaxWaitMs: number
  readonly fetchMaxBytes: number
  readonly maxPartitionFetchBytes: number
  readonly isReadCommitted: boolean
  readonly defaultApiTimeoutMs: number
  readonly allowAutoCreateTopics: boolean
  readonly clientRack: string
  readonly bootstrapServers: readonly string[]
}

/** Requests that a consumer may have in flight at one broker (ConsumerUtils.CONSUMER_MAX_INFLIGHT_REQUESTS_PER_CONNECTION). */
const maxInFlight = 100

/**
 * Reads and checks a consumer's properties; deserializers default to those of bytes and text.
 * @throws KafkaException what `new KafkaConsumer` throws
 */
export function readConsumerConfig(properties: Readonly<Record<string, string>>, context: ClientContext): ConsumerConfig {
  const config = constructConsumerConfig(withDefaults(properties, {
    'key.deserializer': 'org.apache.kafka.common.serialization.StringDeserializer',
    'value.deserializer': 'org.apache.kafka.common.serialization.ByteArrayDeserializer',
  }), clientEnvironment(context))
  return {
    ...networkConfig(config, maxInFlight),
    groupId: config.textOrNull('group.id'),
    groupInstanceId: config.textOrNull('group.instance.id'),
    isConsumerProtocol: config.text('group.protocol').toUpperCase() === 'CONSUMER',
    remoteAssignor: config.textOrNull('group.remote.assignor'),
    autoOffsetReset: config.text('auto.offset.reset'),
    enableAutoCommit: config.flag('enable.auto.commit'),
    autoCommitIntervalMs: config.number('auto.commit.interval.ms'),
    maxPollRecords: config.number('max.poll.records'),
    maxPollIntervalMs: config.number('max.poll.interval.ms'),
    sessionTimeoutMs: config.number('session.timeout.ms'),
    heartbeatIntervalMs: config.number('heartbeat.interval.ms'),
    assignors: config.list('partition.assignment.strategy'),
    fetchMinBytes: config.number('fetch.min.bytes'),
    fetchMaxWaitMs: config.number('fetch.max.wait.ms'),
    fetchMaxBytes: config.number('fetch.max.bytes'),
    maxPartitionFetchBytes: config.number('max.partition.fetch.bytes'),
    isReadCommitted: config.text('isolation.level') === 'read_committed',
    defaultApiTimeoutMs: config.number('default.api.timeout.ms'),
    allowAutoCreateTopics: config.flag('allow.auto.create.topics'),
    clientRack: config.text('client.rack'),
    bootstrapServers: config.list('bootstrap.servers'),
  }
}
