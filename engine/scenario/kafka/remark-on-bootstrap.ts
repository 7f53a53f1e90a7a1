import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import { parseBootstrapServers, resolveHost } from '../../kafka/client/broker-address.ts'
import type { Host } from '../../sim/host.ts'
import type { LaneScope } from '../lane/lane-scope.ts'

const kafkaComponent = /\.Kafka(?:Source|Sink|Channel)$/

/**
 * Says of an agent's Kafka components that none of their bootstrap servers is a machine of the lane: in the run their
 * clients try forever, as without DNS. @param at made where the agent is declared
 */
export function remarkOnBootstrapServers({ play, lane }: LaneScope, { loaded, at }: { readonly loaded: LoadedAgent; readonly at: Error }): void {
  for (const { name, className, properties } of [...loaded.sources, ...loaded.channels, ...loaded.sinks]) {
    const servers = properties.get('kafka.bootstrap.servers')
    if (!kafkaComponent.test(className) || servers === undefined) continue
    if (parseBootstrapServers(servers).some(({ host }) => resolveHost(lane, host) !== undefined)) continue
    const fix = `The machines of this lane are ${lane.hosts.map((host) => shortName(host, lane.name)).join(', ')}; a cluster's brokers are broker-1:9092 and so on.`
    play.remarks.push({ severity: 'warning', message: `${name}: no machine of the lane has a name of kafka.bootstrap.servers = ${servers}.`, fix, at, key: undefined })
  }
}

const shortName = ({ name }: Host, lane: string): string => (name.startsWith(`${lane}/`) ? name.slice(lane.length + 1) : name)
