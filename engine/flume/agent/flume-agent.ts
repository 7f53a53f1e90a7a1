import type { Host } from '../../sim/host.ts'
import type { Process, ProcessEnd, Program } from '../../sim/process.ts'
import type { Channel } from '../channels/channel.ts'
import { coverage, type CoverageVerdict } from '../conf/coverage.ts'
import { loadConf, type LoadedAgent } from '../conf/load-conf.ts'
import type { EventRun } from '../event/event-run.ts'
import type { OwnIntercept } from '../interceptors/own-interceptor.ts'
import { JavaThread, type Flow } from '../thread/java-thread.ts'
import { textOfLogLine, type AgentContext } from './agent-context.ts'
import { parseAgentArguments } from './agent-arguments.ts'
import { AgentHeap } from './agent-heap.ts'
import { AgentLife } from './agent-life.ts'
import { pollConfiguration } from './configuration-poller.ts'
import type { Counters } from './counters.ts'
import { defaultAgentCosts, type AgentCosts } from './costs.ts'
import type { FlumeLane } from './flume-lane.ts'
import { registerReaders } from './kafka-readers.ts'
import { registerHolders, rememberDestinations } from './register-holders.ts'
import { routesOf, showOnPicture } from './agent-picture.ts'
import { settingGaps } from './setting-gaps.ts'
import { simulatedClasses } from './simulated-classes.ts'

/** What an agent is made from. */
export interface FlumeAgentOptions {
  readonly lane: FlumeLane
  readonly host: Host
  /** `--name`: the agent's name in the file. */
  readonly name: string
  /** The text of the configuration file. */
  readonly conf: string
  readonly fileName?: string
  /** The name of its process on the host; `name` when absent. */
  readonly processName?: string
  readonly environment?: ReadonlyMap<string, string>
  /** Of its command line: `--poll-interval N`, `--no-reload-conf`. */
  readonly args?: readonly string[]
  readonly costs?: Partial<AgentCosts>
  readonly startsWithHost?: boolean
  /** Interceptors on its class path that are not Flume's, by class. */
  readonly interceptors?: ReadonlyMap<string, OwnIntercept>
}

/** A Flume agent: a JVM that runs the components of one configuration. */
export class FlumeAgent implements Program {
  readonly process: Process
  readonly context: AgentContext
  readonly #options: FlumeAgentOptions
  readonly #lasting = new Map<string, unknown>()
  #conf: string
  #loaded: LoadedAgent
  #life: AgentLife | undefined
  #poller: JavaThread | undefined
  #modifiedMs = 0
  #shutdown: JavaThread | undefined

  constructor(options: FlumeAgentOptions) {
    this.#options = options
    this.#conf = options.conf
    const costs = { ...defaultAgentCosts, ...options.costs }
    this.process = options.host.process(this, {
      name: options.processName ?? options.name,
      bootMicros: costs.bootMicros,
      ...(options.startsWithHost === undefined ? {} : { startsWithHost: options.startsWithHost }),
    })
    this.context = this.#createContext(costs)
    this.#loaded = this.#load()
    this.#declare()
  }

  /** The text of its configuration file. */
  get conf(): string {
    return this.#conf
  }

  /** What Flume makes of the file as it is now. */
  get loaded(): LoadedAgent {
    return this.#loaded
  }

  /** Whether all that the file uses is simulated; an agent that is not covered does not start. */
  get coverage(): CoverageVerdict {
    const gaps = [...coverage(this.#loaded, simulatedClasses(this.context.ownInterceptors.keys())).gaps, ...settingGaps(this.#loaded)]
    return { covered: gaps.length === 0, gaps }
  }

  /** Indexes of the destinations of what a source takes in. */
  destinationsOf(source: string): readonly number[] {
    return this.context.routes.ofSource(this.process.name, source)
  }

  /** Overwrites the configuration file: the next start reads it, or the poller of the running agent. */
  replaceConf(conf: string): void {
    this.#conf = conf
    this.#modifiedMs = Math.max(this.context.lane.nowMs, this.#modifiedMs + 1)
  }

  /** GET /metrics: `CHANNEL.c1` and so on, with their fields as text; empty while the process does not run. */
  metrics(): ReadonlyMap<string, ReadonlyMap<string, string>> {
    const groups = this.process.isAlive ? (this.#life?.counters() ?? new Map<string, Counters>()) : new Map<string, Counters>()
    return new Map([...groups].map(([name, counters]) => [name, counters.metrics()]))
  }

  /** ChannelSize as /metrics shows it; undefined when there is no such channel, or the process does not run. */
  channelSize(channel: string): number | undefined {
    const value = this.metrics().get(`CHANNEL.${channel}`)?.get('ChannelSize')
    return value === undefined ? undefined : Number(value)
  }

  /** The channels of the configuration that runs, by name; none while the process does not. */
  get channels(): ReadonlyMap<string, Channel> {
    return (this.process.isAlive ? this.#life?.configuration?.channels : undefined) ?? new Map<string, Channel>()
  }

  /** Whether the start of all components has begun (they may still be starting). */
  get isConfigured(): boolean {
    return this.process.isAlive && this.#life?.areSourcesSupervised === true
  }

  /** The command of an exec source still runs. */
  isChildAlive(source: string): boolean {
    const found = this.process.isAlive ? this.#life?.configuration?.sources.get(source)?.runner.source : undefined
    return found !== undefined && 'isChildAlive' in found && found.isChildAlive === true
  }

  onStart(): void {
    this.#loaded = this.#load()
    this.#declare()
    this.#logLoading()
    if (this.#loaded.fatal !== undefined) {
      const chain = this.#loaded.fatal.map((line, index) => (index === 0 ? line : `Caused by: ${line}`))
      this.process.log(this.process.name, 'ERROR', ['Application - A fatal error occurred while running. Exception follows.', ...chain].join('\n'))
      this.process.exit()
      return
    }
    if (!this.#isCovered()) {
      this.process.exit()
      return
    }
    this.context.kafka.declareReaders()
    const life = new AgentLife(this.context)
    this.#life = life
    const loaded = this.#loaded
    new JavaThread(this.process, 'main', () => life.start(loaded))
    const { pollIntervalSeconds, reloadsConf } = parseAgentArguments(this.#options.args ?? [])
    if (!reloadsConf) return
    this.#poller = new JavaThread(this.process, 'conf-file-poller-0', (thread) =>
      pollConfiguration(this.context, thread, pollIntervalSeconds, {
        modifiedMs: () => this.#modifiedMs,
        reload: (own) => this.#reload(own, life),
      }),
    )
  }

  onTerminate(): void {
    const life = this.#life
    const { process } = this
    this.#poller?.interrupt()
    this.#shutdown ??= new JavaThread(process, 'agent-shutdown-hook', function* stop(thread) {
      if (life !== undefined) yield* life.stop(thread)
      process.exit()
    })
  }

  onEnd(end: ProcessEnd): void {
    this.#life?.dropMemory(end)
    this.context.heap.reset()
    this.#life = undefined
    this.#shutdown = undefined
    this.#poller = undefined
  }

  /** Calls back for runs of events that are in the memory of a component now. @returns whether there is such a component */
  walkComponent(kind: 'channel' | 'source', name: string, visit: (run: EventRun) => void): boolean {
    if (kind === 'source') {
      this.#life?.walkSource(name, visit)
      return this.isUp
    }
    const channel = this.#life?.channel(name)
    channel?.walk(visit)
    return channel !== undefined
  }

  /** Whether components exist now. */
  get isUp(): boolean {
    return this.#life?.configuration !== undefined
  }

  /** A load that throws leaves the old components running, and ends the poller. */
  *#reload(thread: JavaThread, life: AgentLife): Flow<boolean> {
    const loaded = this.#load()
    if (loaded.fatal !== undefined) return false
    const before = this.#loaded
    this.#loaded = loaded
    this.#logLoading()
    if (!this.#isCovered()) {
      this.#loaded = before
      return true
    }
    rememberDestinations(this, before)
    this.#declare()
    this.context.kafka.declareReaders()
    yield* life.reload(thread, loaded)
    return true
  }

  #logLoading(): void {
    for (const { level, logger, message, thrown } of this.#loaded.log) {
      const text = [`${logger} - ${message}`, ...(thrown ?? []).map((line, index) => (index === 0 ? line : `Caused by: ${line}`))].join('\n')
      this.process.log(this.process.name, level, text)
    }
  }

  /** Says what is not simulated. */
  #isCovered(): boolean {
    const { covered, gaps } = this.coverage
    for (const { message } of gaps) this.process.log(this.process.name, 'ERROR', message)
    return covered
  }

  #load(): LoadedAgent {
    const { name, fileName, environment } = this.#options
    return loadConf({
      text: this.#conf,
      fileName: fileName ?? 'flume.conf',
      agent: name,
      ...(environment === undefined ? {} : { environment }),
      systemProperties: new Map([['user.home', this.context.homeDirectory]]),
      ownInterceptors: this.context.ownInterceptors.keys(),
    })
  }

  #declare(): void {
    this.context.routes.setAgent(this.process.name, routesOf(this.context, this.#loaded))
    registerHolders(this, this.#loaded)
    registerReaders(this.context, this.#loaded)
    showOnPicture(this.context, this.#loaded)
  }

  #createContext(costs: AgentCosts): AgentContext {
    const { lane, host } = this.#options
    const { process } = this
    const ids = new Map<string, string>()
    return {
      lane: lane.lane,
      host,
      process,
      files: lane.filesOf(host),
      routes: lane.routes,
      kafka: lane.kafka,
      hbase: lane.hbase,
      hdfs: lane.hdfs,
      costs,
      heap: new AgentHeap({ lane: lane.lane, process, costs }, (visit) => { this.#life?.walkHeap(visit) }),
      homeDirectory: '/home/flume',
      ownInterceptors: this.#options.interceptors ?? new Map<string, OwnIntercept>(),
      id: (component) => {
        let id = ids.get(component)
        if (id === undefined) {
          id = `${process.name}/${component}`
          ids.set(component, id)
        }
        return id
      },
      lasting: <Value>(key: string, create: () => Value): Value => this.#lastingValue(key, create),
      log: (component, level, line) => {
        process.log(`${process.name}/${component}`, level, textOfLogLine(line))
      },
    }
  }

  /** Keys name one kind of thing: who asks for it made it. */
  #lastingValue<Value>(key: string, create: () => Value): Value {
    if (!this.#lasting.has(key)) this.#lasting.set(key, create())
    return this.#lasting.get(key) as Value
  }
}
