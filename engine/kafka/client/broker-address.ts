import type { Host } from '../../sim/host.ts'
import type { Lane } from '../../ledger/lane.ts'

/** Where a broker listens. */
export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

/**
 * Reads `bootstrap.servers`.
 * @param servers `host:port` separated by commas
 */
export function parseBootstrapServers(servers: string): readonly BrokerAddress[] {
  return servers.split(',').map((server) => server.trim()).filter((server) => server !== '').map((server) => {
    const colon = server.lastIndexOf(':')
    return { host: server.slice(0, colon), port: Number(server.slice(colon + 1)) }
  })
}

/** The lane's host of that name (with or without the lane's name before it); undefined when there is none, as in DNS. */
export function resolveHost(lane: Lane, name: string): Host | undefined {
  return lane.hosts.find((host) => host.name === name || host.name === `${lane.name}/${name}`)
}
