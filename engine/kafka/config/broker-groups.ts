import { configException, illegalArgument } from './config-exception.ts'
import type { ConfigLog, ParsedConfig } from './parsed-config.ts'

/**
 * Checks the group coordinator's settings: intervals within their bounds (GroupCoordinatorConfig), and that the
 * classic protocol is not switched off.
 *
 * @throws KafkaException an IllegalArgumentException or ConfigException
 */
export function checkBrokerGroups(config: ParsedConfig, log: ConfigLog): void {
  for (const kind of ['consumer', 'share', 'streams']) {
    checkBounds(config, `group.${kind}`, 'heartbeat.interval.ms')
    checkBounds(config, `group.${kind}`, 'session.timeout.ms')
  }
  checkProtocols(config, log)
}

function checkBounds(config: ParsedConfig, group: string, key: string): void {
  const [name, min, max] = [`${group}.${key}`, `${group}.min.${key}`, `${group}.max.${key}`]
  const least = config.number(min)
  const most = config.number(max)
  const value = config.number(name)
  if (most < least) throw illegalArgument(`${max} must be greater than or equal to ${min}`)
  if (value < least) throw illegalArgument(`${name} must be greater than or equal to ${min}`)
  if (value > most) throw illegalArgument(`${name} must be less than or equal to ${max}`)
}

function checkProtocols(config: ParsedConfig, log: ConfigLog): void {
  const key = 'group.coordinator.rebalance.protocols'
  if (!config.isGiven(key)) return
  const enabled = config.list(key)
  if (!enabled.includes('classic')) throw configException("Disabling the 'classic' protocol is not supported.")
  const disabled = ['consumer', 'streams'].filter((protocol) => !enabled.includes(protocol))
  if (disabled.length === 0) return
  log({
    level: 'WARN',
    logger: 'kafka.server.KafkaConfig',
    message:
      `The config \`${key}\` is deprecated and will be removed in Kafka 5.0. The following protocol(s) are currently ` +
      `disabled: ${disabled.join(', ')}. In Kafka 5.0, all protocols will always be enabled and controlled solely by ` +
      'feature versions (group.version, streams.version, share.version) via kafka-features.sh. Please remove the ' +
      'configuration, which will restore all protocols to the default enabled state, to prepare for the upgrade.',
  })
}
