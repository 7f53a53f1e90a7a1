import { KafkaException } from '../protocol/kafka-exception.ts'
import { ADMIN_ROWS } from './admin-rows.ts'
import { checkBootstrapServers, checkClientConfig } from './client-config.ts'
import { configDef } from './config-def.ts'
import { configException, constructionFailed } from './config-exception.ts'
import type { ConfigLog, ParsedConfig, Properties } from './parsed-config.ts'
import { type ConfigEnvironment, logUnused, parseConfig } from './parse-config.ts'

/** Keys of an admin client. */
export const ADMIN_CONFIG = configDef(ADMIN_ROWS)

/** Parses an admin client's configuration (AdminClientConfig). @throws KafkaException a ConfigException */
export function parseAdminConfig(properties: Properties, environment: ConfigEnvironment): ParsedConfig {
  return checkClientConfig(parseConfig(ADMIN_CONFIG, properties, environment), environment.log)
}

/**
 * All checks that `Admin.create` makes before the first request.
 *
 * @param number how many admin clients without a client.id there are in the process, this one included
 * @returns the configuration, with the API timeout that is in force
 * @throws KafkaException a ConfigException, or a general one with the reason as its cause
 */
export function constructAdminConfig(properties: Properties, environment: ConfigEnvironment, number = 1): ParsedConfig {
  const config = parseAdminConfig(properties, environment)
  try {
    const [servers, controllers] = [config.list('bootstrap.servers'), config.list('bootstrap.controllers')]
    if (servers.length === 0 && controllers.length === 0) {
      throw configException('You must set either bootstrap.servers or bootstrap.controllers')
    }
    if (servers.length > 0 && controllers.length > 0) {
      throw configException('You cannot set both bootstrap.servers and bootstrap.controllers')
    }
    if (servers.length > 0) checkBootstrapServers('bootstrap.servers', servers, environment)
    else checkBootstrapServers('bootstrap.controllers', controllers, environment)
    const clientId = config.text('client.id') === '' ? `adminclient-${number}` : config.text('client.id')
    const timeoutMs = defaultApiTimeoutMs(config, clientId, environment.log)
    logUnused(ADMIN_CONFIG, config, environment.log)
    return config.with({ 'default.api.timeout.ms': timeoutMs })
  } catch (error) {
    if (error instanceof KafkaException) throw constructionFailed('Failed to create new KafkaAdminClient', error)
    throw error
  }
}

/** A default below the request timeout is raised; a given one is refused. */
function defaultApiTimeoutMs(config: ParsedConfig, clientId: string, log: ConfigLog): number {
  const [timeoutMs, requestMs] = [config.number('default.api.timeout.ms'), config.number('request.timeout.ms')]
  if (timeoutMs >= requestMs) return timeoutMs
  if (config.isGiven('default.api.timeout.ms')) {
    throw configException(
      'The specified value of default.api.timeout.ms must be no smaller than the value of request.timeout.ms.',
    )
  }
  // Kafka prints the field before it is assigned, hence the 0.
  log({
    level: 'WARN',
    logger: 'org.apache.kafka.clients.admin.KafkaAdminClient',
    message:
      `[AdminClient clientId=${clientId}] Overriding the default value for default.api.timeout.ms (0) ` +
      `with the explicitly configured request timeout ${requestMs}`,
  })
  return requestMs
}
