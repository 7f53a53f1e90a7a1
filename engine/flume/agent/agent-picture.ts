import type { LoadedAgent } from '../conf/load-conf.ts'
import type { AgentContext } from './agent-context.ts'
import { targetOf, topicOf } from './build-sink.ts'
import { portsOf } from './build-source.ts'
import { groupOf, topicChannelsOf, topicsReadBy } from './kafka-readers.ts'
import type { AgentRoutes } from './routes.ts'

/** The ways through an agent, as a configuration has them. */
export function routesOf(context: AgentContext, loaded: LoadedAgent): AgentRoutes {
  return {
    host: context.host,
    sources: loaded.sources.map((source) => ({ name: source.name, ports: portsOf(source), channels: source.channels, topics: topicsReadBy(source), groupId: groupOf(source.settings) })),
    topicChannels: topicChannelsOf(loaded),
    sinks: loaded.sinks.map((sink) => {
      const target = targetOf(sink)
      const topic = topicOf(sink)
      return { name: sink.name, channel: sink.channel, ...(target === undefined ? {} : { target }), ...(topic === undefined ? {} : { topic }) }
    }),
  }
}

/** Puts the agent and its components on the lane's picture. */
export function showOnPicture(context: AgentContext, { sources, channels, sinks }: LoadedAgent): void {
  const { topology } = context.lane
  const parent = context.process.name
  topology.node({ id: parent, kind: 'process', label: parent.slice(parent.lastIndexOf('/') + 1), parent: context.host.name })
  for (const { name, type } of sources) topology.node({ id: context.id(name), kind: 'source', label: name, parent, properties: { type } })
  for (const { name, type, settings } of channels) {
    const capacity = settings['capacity']
    const properties = typeof capacity === 'number' ? { type, capacity } : { type }
    topology.node({ id: context.id(name), kind: 'channel', label: name, parent, properties })
  }
  for (const { name, type } of sinks) topology.node({ id: context.id(name), kind: 'sink', label: name, parent, properties: { type } })
  for (const source of sources) for (const channel of source.channels) topology.edge(context.id(source.name), context.id(channel))
  for (const sink of sinks) {
    topology.edge(context.id(sink.channel), context.id(sink.name))
    const target = targetOf(sink)
    const next = target === undefined ? undefined : context.routes.listenerOf(context.host, target)
    if (next !== undefined) topology.edge(context.id(sink.name), next)
  }
}
