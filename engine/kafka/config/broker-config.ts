import { KafkaException } from '../protocol/kafka-exception.ts'
import { checkBrokerGroups } from './broker-groups.ts'
import { type Listener, parseListeners, securityProtocolMap } from './broker-listeners.ts'
import { BROKER_ROWS } from './broker-rows.ts'
import { configDef } from './config-def.ts'
import { configException, illegalArgument } from './config-exception.ts'
import type { ConfigLog, ParsedConfig, Properties } from './parsed-config.ts'
import { type ConfigEnvironment, parseConfig } from './parse-config.ts'

/** Keys of a broker or controller. */
export const BROKER_CONFIG = configDef(BROKER_ROWS)

const MS_PER_MINUTE = 60_000
const MS_PER_HOUR = 3_600_000
const MIB = 1024 * 1024

/**
 * Parses a node's configuration and checks its keys against each other (KafkaConfig).
 *
 * @throws KafkaException a ConfigException, IllegalArgumentException or NumberFormatException
 */
export function parseBrokerConfig(properties: Properties, environment: ConfigEnvironment): ParsedConfig {
  const config = parseConfig(BROKER_CONFIG, properties, environment)
  checkBrokerGroups(config, environment.log)
  checkLog(config)
  checkReplication(config)
  checkRoles(config)
  checkConnections(config)
  warnOfHeartbeat(config, environment.log)
  return config
}

/** Scala's require: an IllegalArgumentException with its usual prefix. */
function demand(holds: boolean, message: string): void {
  if (!holds) throw illegalArgument(`requirement failed: ${message}`)
}

/** log.retention.ms, else minutes, else hours, in ms; -1 for any negative value (KafkaConfig.logRetentionTimeMillis). */
function retentionMs(config: ParsedConfig): number {
  const minutes = config.numberOrNull('log.retention.minutes')
  const fromHours = config.number('log.retention.hours') * MS_PER_HOUR
  const ms = config.numberOrNull('log.retention.ms') ?? (minutes === null ? fromHours : minutes * MS_PER_MINUTE)
  return ms < 0 ? -1 : ms
}

function checkLog(config: ParsedConfig): void {
  const rollMs = config.numberOrNull('log.roll.ms') ?? config.number('log.roll.hours') * MS_PER_HOUR
  demand(rollMs >= 1, 'log.roll.ms must be greater than or equal to 1')
  const jitterMs = config.numberOrNull('log.roll.jitter.ms') ?? config.number('log.roll.jitter.hours') * MS_PER_HOUR
  demand(jitterMs >= 0, 'log.roll.jitter.ms must be greater than or equal to 0')
  const keptMs = retentionMs(config)
  demand(keptMs >= 1 || keptMs === -1, 'log.retention.ms must be unlimited (-1) or, greater than or equal to 1')
  const threads = config.number('log.cleaner.threads')
  demand(
    threads === 0 || Math.floor(config.number('log.cleaner.dedupe.buffer.size') / threads) > MIB,
    'log.cleaner.dedupe.buffer.size must be at least 1MB per cleaner thread.',
  )
}

function checkReplication(config: ParsedConfig): void {
  const fetchWaitMs = config.number('replica.fetch.wait.max.ms')
  demand(
    fetchWaitMs <= config.number('replica.socket.timeout.ms'),
    'replica.socket.timeout.ms should always be at least replica.fetch.wait.max.ms to prevent unnecessary socket timeouts',
  )
  demand(
    fetchWaitMs <= config.number('replica.lag.time.max.ms'),
    'replica.fetch.wait.max.ms should always be less than or equal to replica.lag.time.max.ms to prevent frequent changes in ISR',
  )
}

function checkRoles(config: ParsedConfig): void {
  const protocols = securityProtocolMap(config)
  const listeners = parseListeners(config.list('listeners'), protocols, true)
  const controllerNames = config.list('controller.listener.names').map((name) => name.toUpperCase())
  const isController = ({ name }: Listener) => controllerNames.includes(name)
  const given = config.value('advertised.listeners') === null ? null : config.list('advertised.listeners')
  const advertised = given === null ? listeners : parseListeners(given, protocols, false)
  const roles = config.list('process.roles')
  checkQuorum(config, roles)
  if (roles.includes('controller')) {
    demand(
      listeners.some(isController),
      "controller.listener.names must contain at least one value appearing in the 'listeners' configuration when " +
        'running the KRaft controller role',
    )
    demand(
      controllerNames.every((name) => listeners.some((listener) => listener.name === name)),
      "controller.listener.names must only contain values appearing in the 'listeners' configuration when running " +
        'the KRaft controller role',
    )
  } else {
    demand(
      !listeners.some(isController),
      "controller.listener.names must not contain a value appearing in the 'listeners' configuration when running " +
        'KRaft with just the broker role',
    )
  }
  const forClients = advertised.filter((listener) => !isController(listener))
  if (roles.includes('broker')) checkAdvertised(forClients, listeners, interBrokerListenerName(config, protocols))
  demand(
    !advertised.some(({ host }) => host === '0.0.0.0'),
    'advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable IP address.',
  )
}

function checkQuorum(config: ParsedConfig, roles: readonly string[]): void {
  const voters = new Set(config.list('controller.quorum.voters').map((voter) => Number(voter.split('@')[0])))
  if (voters.size === 0 && config.list('controller.quorum.bootstrap.servers').length === 0) {
    throw configException(
      'If using process.roles, either controller.quorum.bootstrap.servers must contain the set of bootstrap ' +
        'controllers or controller.quorum.voters must contain a parseable set of controllers.',
    )
  }
  const nodeId = config.number('node.id')
  const voterSet = `controller.quorum.voters=Set(${[...voters].join(', ')})`
  if (roles.includes('controller')) {
    demand(
      voters.size === 0 || voters.has(nodeId),
      `If process.roles contains the 'controller' role, the node id ${nodeId} must be included in the set of voters ${voterSet}`,
    )
    return
  }
  demand(
    !voters.has(nodeId),
    `If process.roles contains just the 'broker' role, the node id ${nodeId} must not be included in the set of voters ${voterSet}`,
  )
}

function interBrokerListenerName(config: ParsedConfig, protocols: ReadonlyMap<string, string>): string {
  const name = config.textOrNull('inter.broker.listener.name')?.toUpperCase()
  if (name === undefined) return config.text('security.inter.broker.protocol')
  if (config.isGiven('security.inter.broker.protocol')) {
    throw configException('Only one of inter.broker.listener.name and security.inter.broker.protocol should be set.')
  }
  if (protocols.has(name)) return name
  throw configException(
    `Listener with name ${name} defined in inter.broker.listener.name not found in listener.security.protocol.map.`,
  )
}

function checkAdvertised(forClients: readonly Listener[], listeners: readonly Listener[], interBroker: string): void {
  const names = forClients.map(({ name }) => name)
  const known = listeners.map(({ name }) => name)
  demand(
    names.length > 0,
    'There must be at least one broker advertised listener. Perhaps all listeners appear in controller.listener.names?',
  )
  demand(
    names.includes(interBroker),
    'inter.broker.listener.name must be a listener name defined in advertised.listeners. The valid options based on ' +
      `currently configured listeners are ${names.join(',')}`,
  )
  demand(
    names.every((name) => known.includes(name)),
    'advertised.listeners listener names must be equal to or a subset of the ones defined in listeners. Found ' +
      `${names.join(',')}. The valid options based on the current configuration are ${known.join(',')}`,
  )
}

function checkConnections(config: ParsedConfig): void {
  const overrides = config.text('max.connections.per.ip.overrides').split(',').filter((entry) => entry.trim() !== '')
  for (const entry of overrides) {
    const count = entry.slice(entry.lastIndexOf(':') + 1).trim()
    if (!/^[+-]?\d+$/.test(count)) {
      throw new KafkaException('java.lang.NumberFormatException', `For input string: "${count}"`)
    }
  }
  demand(
    config.number('max.connections.per.ip') > 0 || overrides.length > 0,
    'max.connections.per.ip can be set to zero only if max.connections.per.ip.overrides property is set.',
  )
}

function warnOfHeartbeat(config: ParsedConfig, log: ConfigLog): void {
  const [everyMs, sessionMs] = [config.number('broker.heartbeat.interval.ms'), config.number('broker.session.timeout.ms')]
  if (everyMs <= sessionMs / 2) return
  log({
    level: 'ERROR',
    logger: 'kafka.server.KafkaConfig',
    message:
      `broker.heartbeat.interval.ms (${everyMs} ms) must be less than or equal to half of the ` +
      `broker.session.timeout.ms (${sessionMs} ms). The broker.session.timeout.ms is configured on controller. ` +
      'The broker.heartbeat.interval.ms is configured on broker. If a broker doesn\'t send heartbeat request within ' +
      'broker.session.timeout.ms, it loses broker lease. Please increase broker.session.timeout.ms or decrease ' +
      'broker.heartbeat.interval.ms.',
  })
}
