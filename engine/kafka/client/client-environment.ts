import { plainEnvironment, type ConfigEnvironment } from '../config/parse-config.ts'
import type { ParsedConfig, Properties } from '../config/parsed-config.ts'
import { declareKeys } from '../config/modelled-keys.ts'
import { resolveHost } from './broker-address.ts'
import type { ClientContext } from './client-context.ts'
import type { NetworkConfig } from './network-config.ts'

/** Keys that every client's connections read. */
export const networkKeyUses = declareKeys('NetworkClient', [
  'bootstrap.servers', 'client.id', 'request.timeout.ms', 'reconnect.backoff.ms', 'reconnect.backoff.max.ms',
  'socket.connection.setup.timeout.ms', 'socket.connection.setup.timeout.max.ms', 'retry.backoff.ms', 'retry.backoff.max.ms',
  'metadata.max.age.ms',
])

/** Loads a client's configuration in its process: log lines go to the journal, host names are those of the lane. */
export function clientEnvironment(context: Pick<ClientContext, 'lane' | 'process' | 'name'>): ConfigEnvironment {
  const plain = plainEnvironment((entry) => { context.process.log(context.name, entry.level, entry.message) })
  return { ...plain, resolves: (host) => resolveHost(context.lane, host) !== undefined || plain.resolves(host) }
}

/** The properties with defaults for keys that an application's code always gives (serializers, deserializers). */
export function withDefaults(properties: Readonly<Record<string, string>>, defaults: Readonly<Record<string, string>>): Properties {
  return new Map(Object.entries({ ...defaults, ...properties }))
}

/** The part of a parsed configuration that connections read. */
export function networkConfig(config: ParsedConfig, maxInFlight: number): NetworkConfig {
  return {
    requestTimeoutMs: config.number('request.timeout.ms'),
    reconnectBackoffMs: config.number('reconnect.backoff.ms'),
    reconnectBackoffMaxMs: config.number('reconnect.backoff.max.ms'),
    connectionSetupTimeoutMs: config.number('socket.connection.setup.timeout.ms'),
    connectionSetupTimeoutMaxMs: config.number('socket.connection.setup.timeout.max.ms'),
    retryBackoffMs: config.number('retry.backoff.ms'),
    retryBackoffMaxMs: config.number('retry.backoff.max.ms'),
    metadataMaxAgeMs: config.number('metadata.max.age.ms'),
    maxInFlight,
  }
}
