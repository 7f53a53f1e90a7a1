import { FlumeAgent } from '../../../../engine/flume/agent/flume-agent.ts'
import { portsOf } from '../../../../engine/flume/agent/build-source.ts'
import type { Process } from '../../../../engine/sim/process.ts'
import { listOf, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { consoleLines, logEntryOf, type LogEntry } from './log-text.ts'
import type { Machine } from './machine.ts'

/** Times between which the start of a JVM lies: the facts leave it to the simulator, and their machine was a busy one. */
const bootMs = { from: 700, to: 15_000 }

type Kind = 'CHANNEL' | 'SOURCE' | 'SINK'

/** An agent of a fact, with what its steps ask of it. */
export class AgentUnderTest {
  readonly process: Process
  readonly #machine: Machine
  readonly #agent: FlumeAgent
  #startedMicros = 0

  /** @throws NotReplayable when its configuration uses what the engine does not simulate */
  constructor(machine: Machine, name: string, setup: Json) {
    this.#machine = machine
    const boot = Math.floor(machine.simulation.random(`boot of ${name}`).nextBetween(bootMs.from, bootMs.to))
    this.#agent = new FlumeAgent({
      lane: machine.flume,
      host: machine.host,
      name: textOf(setup, 'agentName'),
      conf: textOf(setup, 'conf'),
      processName: name,
      args: listOf(setup, 'args').filter((argument) => typeof argument === 'string'),
      costs: { bootMicros: boot * 1000 },
    })
    this.process = this.#agent.process
    this.#requireCoverage()
  }

  start(): void {
    this.#startedMicros = this.#machine.nowMicros
    this.process.start()
  }

  /** Whether /metrics answers. */
  get hasMetrics(): boolean {
    return this.#agent.isUp
  }

  /** Whether every source of the configuration has started. */
  get haveSourcesStarted(): boolean {
    return this.#agent.isConfigured && this.#agent.loaded.sources.every(({ name }) => this.#lifecycleState(name) === 'START')
  }

  metrics(): ReadonlyMap<string, ReadonlyMap<string, string>> {
    return this.#agent.metrics()
  }

  /** A counter of a component; undefined when the process does not run or has no such component. */
  counter(kind: Kind, component: string, field: string): number | undefined {
    const value = this.#agent.metrics().get(`${kind}.${component}`)?.get(field)
    return value === undefined ? undefined : Number(value)
  }

  /** Destinations of what comes in at a port, or is in files. */
  destinations(port: number | undefined): readonly number[] {
    const sources = this.#agent.loaded.sources.filter((source) => (port === undefined ? portsOf(source).length === 0 : portsOf(source).includes(port)))
    return sources.flatMap(({ name }) => this.#agent.destinationsOf(name))
  }

  /** Overwrites its configuration file. */
  replaceConf(conf: string): void {
    this.#agent.replaceConf(conf)
  }

  /** Its log, or what it logged since it was started last. */
  log(sinceLastStart: boolean): readonly LogEntry[] {
    const from = sinceLastStart ? this.#startedMicros : 0
    return this.#machine.simulation.recorder.journal
      .filter(({ component, timeMicros, level }) => timeMicros >= from && level !== 'FAULT' && (component === this.process.name || component.startsWith(`${this.process.name}/`)))
      .map(logEntryOf)
  }

  /** Its log as on the console. */
  consoleLines(): readonly string[] {
    return this.log(false).flatMap(consoleLines)
  }

  /** How many sources, channels and sinks were started since a time. */
  componentStarts(sinceMicros: number): Json {
    const { journal } = this.#machine.simulation.recorder
    const started = (kind: string): number =>
      journal.filter(({ component, timeMicros, message }) => timeMicros >= sinceMicros && component.startsWith(this.process.name) && message.startsWith(`Application - Starting ${kind} `)).length
    return { sources: started('Source'), channels: started('Channel'), sinks: started('Sink') }
  }

  #lifecycleState(component: string): string {
    const { recorder } = this.#machine.simulation
    return recorder.textOf(recorder.track(this.#agent.context.id(component), 'lifecycleState', 'text'))
  }

  #requireCoverage(): void {
    const { covered, gaps } = this.#agent.coverage
    if (!covered) throw new NotReplayable(gaps.map(({ message }) => message).join(' '))
  }
}
