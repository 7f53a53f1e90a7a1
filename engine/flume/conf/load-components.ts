import type { AgentConfiguration } from './agent-configuration.ts'
import { JavaHashMap } from './java/hash-map.ts'
import { grownHashSetOrder } from './java/hash-set.ts'
import { loadGroups } from './load-groups.ts'
import { loadChannels } from './load-channels.ts'
import { loadSinks } from './load-sinks.ts'
import { loadSources } from './load-sources.ts'
import type { LoadedChannel, LoadedGroup, LoadedSink, LoadedSource } from './loaded.ts'
import type { LoadLog } from './log.ts'

/** The components that an agent would start, each list in the order of the Java map that holds it. */
export interface LoadedComponents {
  readonly channels: readonly LoadedChannel[]
  readonly sources: readonly LoadedSource[]
  readonly sinks: readonly LoadedSink[]
  /** Names of the sink runners: groups, and sinks of no group. */
  readonly sinkRunners: readonly string[]
  readonly groups: readonly LoadedGroup[]
}

/** What loading works with. */
export interface LoadTools {
  readonly log: LoadLog
  /** `user.home` of the agent's process. */
  readonly homeDirectory: string
  /** Classes of interceptors on the class path. */
  readonly interceptors: ReadonlySet<string>
}

const LOGGER = 'AbstractConfigurationProvider'

/**
 * Builds and configures the components of a validated agent; what fails is removed, and what depends on it.
 * Source: org.apache.flume.node.AbstractConfigurationProvider.getConfiguration.
 * @throws JavaException for a type whose class cannot be loaded: the agent does not start.
 */
export function loadComponents(agent: AgentConfiguration, tools: LoadTools): LoadedComponents {
  const channels = loadChannels(agent.channels, tools)
  const sources = loadSources(agent.sources, channels, tools)
  const sinks = loadSinks(agent.sinks, channels, tools)
  const grouped = loadGroups(agent.groups, sinks, tools)
  if (grouped === null) return { channels: [], sources: [], sinks: [], sinkRunners: [], groups: [] }
  const connected = connectedChannels(channels, [...sources.values(), ...sinks.values()], tools)
  return {
    channels: inMapOrder(connected),
    sources: inMapOrder([...sources.values()]),
    sinks: grouped.runners.flatMap(({ sinks: members }) => members),
    sinkRunners: grouped.runners.map(({ name }) => name),
    groups: grouped.groups,
  }
}

function connectedChannels(
  channels: JavaHashMap<LoadedChannel>,
  components: readonly (LoadedSource | LoadedSink)[],
  { log }: LoadTools,
): LoadedChannel[] {
  const used = new Set(
    components.flatMap((component) => ('channel' in component ? [component.channel] : component.channels)),
  )
  return grownHashSetOrder(channels.keys()).flatMap((name) => {
    const channel = channels.get(name)
    if (channel === undefined) return []
    if (used.has(name)) return [channel]
    log.warn(LOGGER, `Channel ${name} has no components connected and has been removed.`, {
      position: channel.position,
    })
    return []
  })
}

function inMapOrder<Component extends { readonly name: string }>(components: readonly Component[]): Component[] {
  const map = new JavaHashMap<Component>()
  for (const component of components) map.set(component.name, component)
  return map.entries().map(([, component]) => component)
}
