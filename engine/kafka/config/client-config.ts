import { configException } from './config-exception.ts'
import type { ConfigLog, ParsedConfig } from './parsed-config.ts'
import type { ConfigEnvironment } from './parse-config.ts'

/**
 * The checks that all clients make after parsing (CommonClientConfigs): SASL needs a mechanism, and a first backoff
 * above its maximum makes the backoff constant, with a warning.
 *
 * @returns the configuration with `reconnect.backoff.max.ms` raised where only the first backoff was given
 * @throws KafkaException a ConfigException
 */
export function checkClientConfig(config: ParsedConfig, log: ConfigLog): ParsedConfig {
  const protocol = config.text('security.protocol').toUpperCase()
  if (usesSasl(config) && (config.textOrNull('sasl.mechanism') ?? '') === '') {
    throw configException(
      'When the security.protocol configuration enables SASL, the sasl.mechanism configuration must be non-null ' +
        `and non-empty, security.protocol=${protocol}`,
    )
  }
  warnOfStaticBackoff(config, log, 'retry.backoff.ms', 'retry.backoff.max.ms', 'backoff')
  const [setup, setupMax] = ['socket.connection.setup.timeout.ms', 'socket.connection.setup.timeout.max.ms'] as const
  warnOfStaticBackoff(config, log, setup, setupMax, 'connection setup timeout')
  if (!config.isGiven('reconnect.backoff.ms') || config.isGiven('reconnect.backoff.max.ms')) return config
  return config.with({ 'reconnect.backoff.max.ms': config.number('reconnect.backoff.ms') })
}

/** Whether the client authenticates with SASL. */
export function usesSasl(config: ParsedConfig): boolean {
  return config.text('security.protocol').toUpperCase().startsWith('SASL_')
}

/**
 * Checks a client's list of servers (ClientUtils.parseAndValidateAddresses).
 *
 * @returns the servers whose names resolve
 * @throws KafkaException a ConfigException
 */
export function checkBootstrapServers(
  key: string,
  servers: readonly string[],
  environment: ConfigEnvironment,
): readonly string[] {
  const usable = servers.filter((server) => {
    const [, host, port] = /^.*?\[?([0-9a-zA-Z\-%._:]*)\]?:([0-9]+)$/.exec(server) ?? []
    if (host === undefined || port === undefined) throw configException(`Invalid url in ${key}: ${server}`)
    if (Number(port) > 65_535) throw configException(`Invalid port in ${key}: ${server}`)
    if (environment.resolves(host)) return true
    const message = `Couldn't resolve server ${server} from ${key} as DNS resolution failed for ${host}`
    environment.log({ level: 'WARN', logger: 'org.apache.kafka.clients.ClientUtils', message })
    return false
  })
  if (usable.length === 0) throw configException(`No resolvable bootstrap urls given in ${key}`)
  return usable
}

function warnOfStaticBackoff(config: ParsedConfig, log: ConfigLog, first: string, max: string, what: string): void {
  const [firstMs, maxMs] = [config.number(first), config.number(max)]
  if (firstMs <= maxMs) return
  const message =
    `Configuration '${first}' with value '${firstMs}' is greater than configuration '${max}' with value '${maxMs}'. ` +
    `A static ${what} with value '${maxMs}' will be applied.`
  log({ level: 'WARN', logger: 'org.apache.kafka.clients.CommonClientConfigs', message })
}
