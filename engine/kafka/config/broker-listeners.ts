import { KafkaException } from '../protocol/kafka-exception.ts'
import { configException, illegalArgument } from './config-exception.ts'
import { javaList } from './config-value.ts'
import type { ParsedConfig } from './parsed-config.ts'

/** One socket that a node listens on or advertises. */
export interface Listener {
  readonly name: string
  /** Null for `NAME://:port`, which is every address. */
  readonly host: string | null
  readonly port: number
}

const SECURITY_PROTOCOLS: readonly string[] = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']

/**
 * Security protocol of each listener name (KafkaConfig.effectiveListenerSecurityProtocolMap). Without an explicit
 * map, the controllers' listeners are PLAINTEXT unless something uses SSL or SASL.
 *
 * @throws KafkaException a ConfigException for an unknown protocol
 */
export function securityProtocolMap(config: ParsedConfig): ReadonlyMap<string, string> {
  const key = 'listener.security.protocol.map'
  const entries = config.text(key).split(',').filter((entry) => entry.trim() !== '')
  const protocols = new Map<string, string>()
  for (const entry of entries) {
    const [name = '', protocol = ''] = entry.split(':').map((part) => part.trim())
    if (!SECURITY_PROTOCOLS.includes(protocol)) {
      throw configException(`Invalid security protocol \`${protocol}\` defined in ${key}`)
    }
    protocols.set(name.toUpperCase(), protocol)
  }
  if (config.isGiven(key)) return protocols
  const controllers = config.list('controller.listener.names')
  const names = [...controllers, ...config.list('listeners').map((listener) => listener.split('://')[0] ?? '')]
  if (names.some((name) => SECURITY_PROTOCOLS.slice(1).includes(name))) return protocols
  for (const name of controllers) protocols.set(name.toUpperCase(), 'PLAINTEXT')
  return protocols
}

/**
 * The listeners of a `NAME://host:port` list.
 *
 * @param distinctPorts whether two listeners may not share a port (true for `listeners`, false for advertised ones)
 * @throws KafkaException an IllegalArgumentException
 */
export function parseListeners(
  texts: readonly string[],
  protocols: ReadonlyMap<string, string>,
  distinctPorts: boolean,
): readonly Listener[] {
  try {
    const listeners = texts.map((text) => parseListener(text, protocols))
    checkDistinct(listeners, javaList(texts), distinctPorts)
    return listeners
  } catch (error) {
    if (!(error instanceof KafkaException)) throw error
    throw illegalArgument(`Error creating broker listeners from '${javaList(texts)}': ${error.message}`, error)
  }
}

function parseListener(text: string, protocols: ReadonlyMap<string, string>): Listener {
  const [, name, host = '', port] = /^([^:]*):\/\/\[?([0-9a-zA-Z\-%._:]*)\]?:(-?[0-9]+)$/.exec(text) ?? []
  if (name === undefined || port === undefined) throw configException(`Unable to parse ${text} to a broker endpoint`)
  const normalised = name.toUpperCase()
  if (!protocols.has(normalised)) throw illegalArgument(`No security protocol defined for listener ${normalised}`)
  return { name: normalised, host: host === '' ? null : host, port: Number(port) }
}

function checkDistinct(listeners: readonly Listener[], text: string, distinctPorts: boolean): void {
  const names = new Set(listeners.map(({ name }) => name))
  if (names.size !== listeners.length) {
    throw illegalArgument(`Each listener must have a different name, listeners: ${text}`)
  }
  if (!distinctPorts) return
  for (const port of new Set(listeners.map((listener) => listener.port).filter((each) => each !== 0))) {
    checkSharedPort(listeners.filter((listener) => listener.port === port), port, text)
  }
}

/** Two listeners may share a port only where one is on IPv4 and the other on IPv6 (KIP-797). */
function checkSharedPort(listeners: readonly Listener[], port: number, text: string): void {
  if (listeners.length < 2) return
  const families = listeners.map(({ host }) => addressFamily(host)).filter((family) => family !== null)
  if (listeners.length - families.length > 1) {
    throw illegalArgument(`Each listener must have a different port, listeners: ${text}`)
  }
  if (families.length > 2) {
    throw illegalArgument(
      'Each listener must have a different port unless exactly one listener has an IPv4 address and the other IPv6 ' +
        `address, listeners: ${text}, port: ${port}`,
    )
  }
  if (families.length === listeners.length && families[0] !== families[1]) return
  throw illegalArgument(
    `If you have two listeners on the same port then one needs to be IPv4 and the other IPv6, listeners: ${text}, ` +
      `port: ${port}`,
  )
}

function addressFamily(host: string | null): 4 | 6 | null {
  if (host === null) return null
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return 4
  return host.includes(':') ? 6 : null
}
