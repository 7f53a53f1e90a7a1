import { KafkaException } from '../protocol/kafka-exception.ts'
import { checkBootstrapServers, checkClientConfig } from './client-config.ts'
import { configDef } from './config-def.ts'
import { configException, constructionFailed, illegalArgument, invalidConfiguration } from './config-exception.ts'
import { CONSUMER_ROWS } from './consumer-rows.ts'
import type { ParsedConfig, Properties } from './parsed-config.ts'
import { type ConfigEnvironment, logUnused, parseConfig } from './parse-config.ts'

/** Keys of a consumer. */
export const CONSUMER_CONFIG = configDef(CONSUMER_ROWS)

/** Keys that a protocol does not know, in the order in which they are reported (KIP-848, KIP-932). */
const UNSUPPORTED_KEYS: Readonly<Record<string, readonly string[]>> = {
  CLASSIC: ['group.remote.assignor', 'share.acknowledgement.mode'],
  CONSUMER: [
    'partition.assignment.strategy',
    'heartbeat.interval.ms',
    'session.timeout.ms',
    'share.acknowledgement.mode',
  ],
}

const GROUP_INSTANCE_ID_LENGTH_MAX = 249

/**
 * Parses a consumer's configuration and checks its keys against each other (ConsumerConfig). Without a group id,
 * auto commit is off.
 *
 * @throws KafkaException a ConfigException or InvalidConfigurationException
 */
export function parseConsumerConfig(properties: Properties, environment: ConfigEnvironment): ParsedConfig {
  const parsed = parseConfig(CONSUMER_CONFIG, properties, environment)
  let config = checkClientConfig(parsed, environment.log)
  const instanceId = config.textOrNull('group.instance.id')
  if (instanceId !== null) checkGroupInstanceId(instanceId)
  if (config.textOrNull('group.id') === null) {
    if (config.isGiven('enable.auto.commit') && config.flag('enable.auto.commit')) {
      throw invalidConfiguration('enable.auto.commit cannot be set to true when default group id (null) is used.')
    }
    config = config.with({ 'enable.auto.commit': false })
  }
  checkSupportedKeys(config)
  return config
}

/**
 * All checks that `new KafkaConsumer` makes before the first request.
 *
 * @throws KafkaException a ConfigException, or a general one with the reason as its cause
 */
export function constructConsumerConfig(properties: Properties, environment: ConfigEnvironment): ParsedConfig {
  const config = parseConsumerConfig(properties, environment)
  try {
    if (config.textOrNull('group.id')?.trim() === '') {
      throw new KafkaException(
        'org.apache.kafka.common.errors.InvalidGroupIdException',
        'The configured group.id should not be an empty string or whitespace.',
      )
    }
    checkBootstrapServers('bootstrap.servers', config.list('bootstrap.servers'), environment)
    if (config.text('group.protocol').toUpperCase() === 'CLASSIC') checkClassicGroup(config)
    logUnused(CONSUMER_CONFIG, config, environment.log)
    return config
  } catch (error) {
    if (error instanceof KafkaException) throw constructionFailed('Failed to construct kafka consumer', error)
    throw error
  }
}

function checkSupportedKeys(config: ParsedConfig): void {
  const protocol = config.text('group.protocol').toUpperCase()
  const given = (UNSUPPORTED_KEYS[protocol] ?? []).filter((key) => config.isGiven(key))
  if (given.length === 0) return
  throw configException(`${given.join(', ')} cannot be set when group.protocol=${protocol}`)
}

function checkClassicGroup(config: ParsedConfig): void {
  for (const assignor of config.list('partition.assignment.strategy')) {
    if (ASSIGNORS.includes(assignor)) continue
    const missing = new KafkaException('java.lang.ClassNotFoundException', assignor)
    throw constructionFailed(`${assignor} ClassNotFoundException exception occurred`, missing)
  }
  if (config.textOrNull('group.id') === null) return
  if (config.number('heartbeat.interval.ms') < config.number('session.timeout.ms')) return
  throw illegalArgument('Heartbeat must be set lower than the session timeout')
}

/** The assignors that come with the consumer; another one cannot be loaded here. */
const ASSIGNORS: readonly string[] = ['Range', 'RoundRobin', 'Sticky', 'CooperativeSticky'].map(
  (name) => `org.apache.kafka.clients.consumer.${name}Assignor`,
)

/** The rule for topic names, applied to group instance ids (JoinGroupRequest.validateGroupInstanceId). */
function checkGroupInstanceId(id: string): void {
  const fail = (why: string) => invalidConfiguration(`Group instance id is invalid: ${why}`)
  if (id === '') throw fail('the empty string is not allowed')
  if (id === '.' || id === '..') throw fail(`'${id}' is not allowed`)
  if (id.length > GROUP_INSTANCE_ID_LENGTH_MAX) {
    throw fail(`the length of '${id}' is longer than the max allowed length ${GROUP_INSTANCE_ID_LENGTH_MAX}`)
  }
  if (!/^[a-zA-Z0-9._-]+$/.test(id)) {
    throw fail(`'${id}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`)
  }
}
