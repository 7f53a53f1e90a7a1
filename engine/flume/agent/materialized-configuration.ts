import type { Channel } from '../channels/channel.ts'
import type { LoadedAgent } from '../conf/load-conf.ts'
import { buildSinkProcessor } from '../processors/build-sink-processor.ts'
import type { Sink } from '../sinks/sink.ts'
import { SinkRunner } from '../sinks/sink-runner.ts'
import { buildInterceptor } from '../interceptors/build-interceptor.ts'
import { channelSelector } from '../selectors/channel-selector.ts'
import { SourceContext } from '../sources/source-context.ts'
import type { SourceRunner } from '../sources/source-runner.ts'
import type { AgentContext } from './agent-context.ts'
import { channelBuilders } from './build-channel.ts'
import { sinkBuilders } from './build-sink.ts'
import { sourceBuilders } from './build-source.ts'
import { ChannelProcessor } from './channel-processor.ts'

/** The components of one configuration, built and connected, none started. Source: MaterializedConfiguration. */
export interface MaterializedConfiguration {
  readonly loaded: LoadedAgent
  /** In the order in which they are started. */
  readonly channels: ReadonlyMap<string, Channel>
  readonly sources: ReadonlyMap<string, { readonly runner: SourceRunner; readonly context: SourceContext }>
  readonly sinks: ReadonlyMap<string, Sink>
  readonly sinkRunners: ReadonlyMap<string, SinkRunner>
}

/** Builds the components of a loaded configuration, all of whose classes are simulated. @param channelOf makes a channel, or reuses one */
export function materialize(
  context: AgentContext,
  loaded: LoadedAgent,
  channelOf: (context: AgentContext, loaded: LoadedAgent['channels'][number]) => Channel | undefined = buildChannel,
): MaterializedConfiguration {
  const channels = new Map<string, Channel>()
  for (const channel of loaded.channels) {
    const built = channelOf(context, channel)
    if (built !== undefined) channels.set(channel.name, built)
  }
  const sinks = buildSinks(context, loaded, channels)
  return { loaded, channels, sources: buildSources(context, loaded, channels), sinks, sinkRunners: buildRunners(context, loaded, sinks) }
}

/** A new channel object. */
export function buildChannel(context: AgentContext, loaded: LoadedAgent['channels'][number]): Channel | undefined {
  return channelBuilders.get(loaded.className)?.(context, loaded)
}

function buildSources(context: AgentContext, loaded: LoadedAgent, channels: ReadonlyMap<string, Channel>): MaterializedConfiguration['sources'] {
  const sources = new Map<string, { readonly runner: SourceRunner; readonly context: SourceContext }>()
  for (const source of loaded.sources) {
    const selector = channelSelector(source.selector, (name) => channelNamed(channels, name), context.lane.streams)
    const interceptors = source.interceptors.flatMap((interceptor) => buildInterceptor({ agent: context, source: source.name, loaded: interceptor }) ?? [])
    const processor = new ChannelProcessor({ context, source: source.name, channels: source.channels, selector, interceptors })
    const sourceContext = new SourceContext(context, source, processor)
    const runner = sourceBuilders.get(source.className)?.(sourceContext)
    if (runner !== undefined) sources.set(source.name, { runner, context: sourceContext })
  }
  return sources
}

function buildSinks(context: AgentContext, loaded: LoadedAgent, channels: ReadonlyMap<string, Channel>): Map<string, Sink> {
  const sinks = new Map<string, Sink>()
  for (const sink of loaded.sinks) {
    const built = sinkBuilders.get(sink.className)?.({ agent: context, loaded: sink, channel: channelNamed(channels, sink.channel) })
    if (built !== undefined) sinks.set(sink.name, built)
  }
  return sinks
}

function buildRunners(context: AgentContext, loaded: LoadedAgent, sinks: ReadonlyMap<string, Sink>): Map<string, SinkRunner> {
  const runners = new Map<string, SinkRunner>()
  for (const name of loaded.sinkRunners) {
    const group = loaded.groups.find((known) => known.name === name)
    const members = (group?.sinks ?? [name]).flatMap((member) => sinks.get(member) ?? [])
    const processor = buildSinkProcessor(context, name, members, group?.processor)
    if (processor !== undefined) runners.set(name, new SinkRunner(context, name, processor))
  }
  return runners
}

function channelNamed(channels: ReadonlyMap<string, Channel>, name: string): Channel {
  const channel = channels.get(name)
  if (channel === undefined) throw new RangeError(`the loader kept a component of channel ${name}, and not the channel`)
  return channel
}
