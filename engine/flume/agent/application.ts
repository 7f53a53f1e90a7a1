import { InterruptedException } from '../exceptions.ts'
import { sleep, type Flow, type JavaThread } from '../thread/java-thread.ts'
import type { AgentContext } from './agent-context.ts'
import { LifecycleSupervisor, type Supervised } from './lifecycle-supervisor.ts'
import type { MaterializedConfiguration } from './materialized-configuration.ts'

const LOGGER = 'Application'
const MAIN = 'application'
const CHANNEL_WAIT_MICROS = 500_000

interface SupervisedComponents {
  readonly sources: readonly Supervised[]
  readonly sinks: readonly Supervised[]
  readonly channels: readonly Supervised[]
}

/**
 * Starts and stops the components of a configuration in Flume's order: channels, then sinks, then sources; and sources,
 * sinks, channels. One life of the agent's process. Source: org.apache.flume.node.Application.
 */
export class Application {
  readonly #context: AgentContext
  readonly #supervisor: LifecycleSupervisor
  #configuration: MaterializedConfiguration | undefined
  #supervised: SupervisedComponents | undefined
  #areSourcesSupervised = false

  constructor(context: AgentContext) {
    this.#context = context
    this.#supervisor = new LifecycleSupervisor(context)
  }

  /** The configuration that runs. */
  get configuration(): MaterializedConfiguration | undefined {
    return this.#configuration
  }

  /** Whether the start of all components has begun. */
  get areSourcesSupervised(): boolean {
    return this.#areSourcesSupervised
  }

  /** Starts all components; ends when the sources are about to start. */
  *start(configuration: MaterializedConfiguration): Flow<void> {
    const names = (kind: string, map: ReadonlyMap<string, unknown>): string => `${kind}:{${[...map.keys()].join(', ')}}`
    this.#info(
      `Starting new configuration:{ ${names('sourceRunners', configuration.sources)} ${names('sinkRunners', configuration.sinkRunners)} ${names('channels', configuration.channels)} }`,
    )
    this.#configuration = configuration
    const supervised = this.#componentsOf(configuration)
    this.#supervised = supervised
    this.#superviseAll('Channel', supervised.channels)
    for (const channel of configuration.channels.values()) {
      while (!channel.isStarted) {
        this.#info(`Waiting for channel: ${channel.name} to start. Sleeping for 500 ms`)
        yield* sleep(this.#context.process, CHANNEL_WAIT_MICROS)
      }
    }
    this.#superviseAll('Sink', supervised.sinks)
    this.#superviseAll('Source', supervised.sources)
    this.#areSourcesSupervised = true
  }

  /** Stops all components. */
  *stop(thread: JavaThread): Flow<void> {
    this.#areSourcesSupervised = false
    const supervised = this.#supervised
    this.#supervised = undefined
    if (supervised === undefined) return
    this.#info('Shutting down configuration')
    yield* this.#stopAll(thread, 'Source', supervised.sources)
    yield* this.#stopAll(thread, 'Sink', supervised.sinks)
    yield* this.#stopAll(thread, 'Channel', supervised.channels)
  }

  #componentsOf(configuration: MaterializedConfiguration): SupervisedComponents {
    return {
      channels: [...configuration.channels.values()],
      sinks: [...configuration.sinkRunners.values()],
      sources: [...configuration.sources].map(([name, { runner }]) => ({
        name,
        description: runner.description,
        start: (thread) => runner.start(thread),
        stop: (thread) => runner.stop(thread),
      })),
    }
  }

  #superviseAll(kind: string, components: readonly Supervised[]): void {
    for (const component of components) {
      this.#info(`Starting ${kind} ${component.name}`)
      this.#supervisor.supervise(component)
    }
  }

  *#stopAll(thread: JavaThread, kind: string, components: readonly Supervised[]): Flow<void> {
    for (const component of components) {
      this.#info(`Stopping ${kind} ${component.name}`)
      try {
        yield* this.#supervisor.unsupervise(thread, component)
      } catch (error) {
        if (!(error instanceof InterruptedException)) throw error
        thread.keepInterrupt()
      }
    }
  }

  #info(message: string): void {
    this.#context.log(MAIN, 'INFO', { logger: LOGGER, message })
  }
}
