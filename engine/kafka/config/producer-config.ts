import { KafkaException } from '../protocol/kafka-exception.ts'
import { checkBootstrapServers, checkClientConfig, usesSasl } from './client-config.ts'
import { configDef } from './config-def.ts'
import { configException, constructionFailed, illegalArgument } from './config-exception.ts'
import type { ParsedConfig, ConfigLog, Properties } from './parsed-config.ts'
import { type ConfigEnvironment, logUnused, parseConfig } from './parse-config.ts'
import { PRODUCER_ROWS } from './producer-rows.ts'

/** Keys of a producer. */
export const PRODUCER_CONFIG = configDef(PRODUCER_ROWS)

/** Batches that a broker remembers of each idempotent producer, so requests that may be under way at once. */
const IN_FLIGHT_MAX_IDEMPOTENT = 5

const INT_MAX = 0x7fffffff

/**
 * Parses a producer's configuration and checks its keys against each other (ProducerConfig). Idempotence turns
 * itself off, with a line in the log, where acks or retries rule it out and it was not asked for.
 *
 * @throws KafkaException a ConfigException
 */
export function parseProducerConfig(properties: Properties, environment: ConfigEnvironment): ParsedConfig {
  const parsed = parseConfig(PRODUCER_CONFIG, properties, environment)
  const config = checkIdempotence(checkClientConfig(parsed, environment.log), environment.log)
  if (!config.flag('enable.idempotence') && config.isGiven('transactional.id')) {
    throw configException('Cannot set a transactional.id without also enabling idempotence.')
  }
  return config
}

/**
 * All checks that `new KafkaProducer` makes before the first request.
 *
 * @returns the configuration, with the delivery timeout that is in force
 * @throws KafkaException a ConfigException, or a general one with the reason as its cause
 */
export function constructProducerConfig(properties: Properties, environment: ConfigEnvironment): ParsedConfig {
  const config = parseProducerConfig(properties, environment)
  try {
    checkClasses(config)
    const constructed = config.with({ 'delivery.timeout.ms': deliveryTimeoutMs(config, environment.log) })
    checkBootstrapServers('bootstrap.servers', config.list('bootstrap.servers'), environment)
    checkLogin(config)
    logUnused(PRODUCER_CONFIG, config, environment.log)
    return constructed
  } catch (error) {
    if (error instanceof KafkaException) throw constructionFailed('Failed to construct kafka producer', error)
    throw error
  }
}

function checkIdempotence(config: ParsedConfig, log: ConfigLog): ParsedConfig {
  const acks = config.text('acks') === 'all' ? '-1' : config.text('acks')
  if (!config.flag('enable.idempotence')) return config.with({ acks })
  const asked = config.isGiven('enable.idempotence')
  let enabled = true
  const turnOff = (because: string, refusal: string) => {
    if (asked) throw configException(refusal)
    log({
      level: 'INFO',
      logger: 'org.apache.kafka.clients.producer.ProducerConfig',
      message: `Idempotence will be disabled because ${because}.`,
    })
    enabled = false
  }
  if (config.number('retries') === 0) {
    turnOff('retries is set to 0', 'Must set retries to non-zero when using the idempotent producer.')
  }
  if (acks !== '-1') {
    const refusal =
      'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.'
    turnOff(`acks is set to ${acks}, not set to 'all'`, refusal)
  }
  const inFlight = config.number('max.in.flight.requests.per.connection')
  if (inFlight > IN_FLIGHT_MAX_IDEMPOTENT) {
    throw configException(
      'To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most ' +
        `${IN_FLIGHT_MAX_IDEMPOTENT}. Current value is ${inFlight}.`,
    )
  }
  return config.with({ acks, 'enable.idempotence': enabled })
}

/** A default that is too small for linger and request timeout is raised; a given one is refused. */
function deliveryTimeoutMs(config: ParsedConfig, log: ConfigLog): number {
  const timeoutMs = config.number('delivery.timeout.ms')
  const leastMs = Math.min(Math.min(config.number('linger.ms'), INT_MAX) + config.number('request.timeout.ms'), INT_MAX)
  if (timeoutMs >= leastMs) return timeoutMs
  const message = 'delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms'
  if (config.isGiven('delivery.timeout.ms')) throw configException(message)
  log({
    level: 'WARN',
    logger: 'org.apache.kafka.clients.producer.KafkaProducer',
    message: `${message}. Setting it to ${leastMs}.`,
  })
  return leastMs
}

const CLASS_ROLES = [
  ['partitioner.class', 'org.apache.kafka.clients.producer.Partitioner'],
  ['key.serializer', 'org.apache.kafka.common.serialization.Serializer'],
  ['value.serializer', 'org.apache.kafka.common.serialization.Serializer'],
] as const

/** Java's own classes implement none of Kafka's interfaces. */
function checkClasses(config: ParsedConfig): void {
  for (const [key, role] of CLASS_ROLES) {
    const className = config.textOrNull(key)
    if (className?.startsWith('java.')) {
      throw constructionFailed(`class ${className} is not an instance of ${role}`)
    }
  }
}

function checkLogin(config: ParsedConfig): void {
  if (!usesSasl(config) || config.textOrNull('sasl.jaas.config') !== null) return
  throw constructionFailed(
    'Failed to create new NetworkClient',
    illegalArgument(
      "Could not find a 'KafkaClient' entry in the JAAS configuration. " +
        "System property 'java.security.auth.login.config' is not set",
    ),
  )
}
