import type { ProcessEnd } from '../../sim/process.ts'
import { MemoryChannel } from '../channels/memory-channel.ts'
import { SpillableMemoryChannel } from '../channels/spillable/spillable-memory-channel.ts'
import type { Channel } from '../channels/channel.ts'
import type { LoadedAgent } from '../conf/load-conf.ts'
import type { LoadedChannel } from '../conf/loaded.ts'
import type { EventRun } from '../event/event-run.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { AgentContext } from './agent-context.ts'
import { Application } from './application.ts'
import { memoryChannelSettings } from './build-channel.ts'
import type { Counters } from './counters.ts'
import { buildChannel, materialize, type MaterializedConfiguration } from './materialized-configuration.ts'

/**
 * One life of an agent's process: the configurations that ran in it one after the other, and the channel objects that
 * outlive a reload. Memory channels, spillable ones too, are kept by class and name; file channels are built anew.
 * Source: AbstractConfigurationProvider's channel cache, and Application.handleConfigurationEvent.
 */
export class AgentLife {
  readonly #context: AgentContext
  readonly #application: Application
  readonly #configurations: MaterializedConfiguration[] = []
  readonly #cache = new Map<string, Channel>()

  constructor(context: AgentContext) {
    this.#context = context
    this.#application = new Application(context)
  }

  /** The configuration that runs now. */
  get configuration(): MaterializedConfiguration | undefined {
    return this.#application.configuration
  }

  /** Whether the start of all components has begun. */
  get areSourcesSupervised(): boolean {
    return this.#application.areSourcesSupervised
  }

  /** Starts the first configuration. */
  *start(loaded: LoadedAgent): Flow<void> {
    yield* this.#application.start(this.#materialize(loaded))
  }

  /** Builds a new configuration, changing the channels that both have while they run; then stops the old one and starts it. */
  *reload(thread: JavaThread, loaded: LoadedAgent): Flow<void> {
    const configuration = this.#materialize(loaded)
    for (const channel of loaded.channels) yield* this.#reconfigure(thread, channel)
    yield* this.#application.stop(thread)
    this.#dropUnused(loaded)
    yield* this.#application.start(configuration)
  }

  /** SIGTERM. */
  stop(thread: JavaThread): Flow<void> {
    return this.#application.stop(thread)
  }

  /** The channel of that name: of the present configuration, or kept from an earlier one. */
  channel(name: string): Channel | undefined {
    return this.configuration?.channels.get(name) ?? this.#cache.get(name)
  }

  /** Calls back for what sources of that name have in their hands; connections of an earlier configuration live on. */
  walkSource(name: string, visit: (run: EventRun) => void): void {
    for (const { sources } of this.#configurations) sources.get(name)?.context.hands.walk(visit)
  }

  /** Counter groups by the name that /metrics gives them; those of earlier configurations stay until others take their names. */
  counters(): ReadonlyMap<string, Counters> {
    const groups = new Map<string, Counters>()
    for (const { channels, sources, sinks } of this.#configurations) {
      const counted = [...channels, ...[...sources].map(([name, { runner }]) => [name, runner.source] as const), ...sinks]
      for (const [name, { counters }] of counted) if (counters?.isRegistered === true) groups.set(`${counters.kind}.${name}`, counters)
    }
    return groups
  }

  /** Calls back for what channels have in memory. */
  walkHeap(visit: (run: EventRun) => void): void {
    for (const channel of new Set([...(this.configuration?.channels.values() ?? []), ...this.#cache.values()])) channel.walkHeap?.(visit)
  }

  /** The process has ended: reports what was in memory only. */
  dropMemory(end: ProcessEnd): void {
    const { ledger } = this.#context.lane
    for (const { sources } of this.#configurations) {
      for (const { runner, context } of sources.values()) {
        const cause = `${end}: in the hands of the source`
        context.hands.drop(ledger, { fate: 'lost', place: context.id, cause, destinations: context.destinations })
        runner.source.agentEnded?.()
      }
    }
    for (const channel of new Set([...(this.configuration?.channels.values() ?? []), ...this.#cache.values()])) channel.dropMemory(end)
  }

  #materialize(loaded: LoadedAgent): MaterializedConfiguration {
    const configuration = materialize(this.#context, loaded, (context, channel) => this.#channelFor(context, channel))
    this.#configurations.push(configuration)
    return configuration
  }

  #channelFor(context: AgentContext, loaded: LoadedChannel): Channel | undefined {
    const kept = this.#cache.get(loaded.name)
    if (kept instanceof MemoryChannel && loaded.className === MemoryChannel.className) return kept
    if (kept instanceof SpillableMemoryChannel && loaded.className === SpillableMemoryChannel.className) return kept
    const channel = buildChannel(context, loaded)
    if (channel instanceof MemoryChannel || channel instanceof SpillableMemoryChannel) this.#cache.set(loaded.name, channel)
    return channel
  }

  *#reconfigure(thread: JavaThread, loaded: LoadedChannel): Flow<void> {
    const kept = this.#cache.get(loaded.name)
    if (kept instanceof MemoryChannel && loaded.className === MemoryChannel.className) {
      yield* kept.reconfigure(thread, memoryChannelSettings(this.#context, loaded))
    }
  }

  /** Kept channels that a valid configuration does not have any more are gone with what they hold. */
  #dropUnused(loaded: LoadedAgent): void {
    if (loaded.validation?.agentValid !== true) return
    for (const [name, channel] of this.#cache) {
      const isUsed = loaded.channels.some((other) => other.name === name && other.className === classOf(channel))
      if (isUsed || !(channel instanceof MemoryChannel || channel instanceof SpillableMemoryChannel)) continue
      channel.abandon('in a memory channel that the new configuration does not have')
      this.#cache.delete(name)
    }
  }
}

function classOf(channel: Channel): string {
  return channel instanceof SpillableMemoryChannel ? SpillableMemoryChannel.className : MemoryChannel.className
}
