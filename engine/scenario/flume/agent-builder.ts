import { targetOf } from '../../flume/agent/build-sink.ts'
import { defaultAgentCosts } from '../../flume/agent/costs.ts'
import { FlumeAgent } from '../../flume/agent/flume-agent.ts'
import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import { simulatedClasses } from '../../flume/agent/simulated-classes.ts'
import { coverage } from '../../flume/conf/coverage.ts'
import { loadConf } from '../../flume/conf/load-conf.ts'
import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import type { Host } from '../../sim/host.ts'
import type { AgentHandle } from '../api/lane-types.ts'
import type { Load } from '../api/load-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { LaneScope } from '../lane/lane-scope.ts'
import { ScenarioError } from '../source/scenario-error.ts'
import { ConfTroubles } from './conf-troubles.ts'
import { bringLoad, canReceive } from './outside-world.ts'

/** Declares an agent: its configuration is loaded and judged at once; it is made and started when all is declared. */
export class AgentBuilder {
  readonly handle: AgentHandle
  readonly #scope: LaneScope
  readonly #flume: FlumeLane
  readonly #name: string
  readonly #host: Host
  readonly #conf: string
  readonly #file: string
  readonly #loaded: LoadedAgent
  readonly #troubles: ConfTroubles
  #agent: FlumeAgent | undefined

  constructor(scope: LaneScope, flume: FlumeLane, name: unknown, options: unknown) {
    const { play, handles, lane } = scope
    if (typeof name !== 'string' || name === '') throw new OptionError(`agent takes the agent's name first, and got ${describe(name)}.`)
    const reader = new OptionReader(`agent('${name}', …)`, options, ['conf', 'on'])
    this.#scope = scope
    this.#flume = flume
    this.#name = name
    this.#host = handles.hostOf(reader.raw('on'), `agent('${name}', …)`, 'on')
    this.#conf = reader.text('conf')
    this.#file = play.fileOf(this.#conf) ?? 'flume.conf'
    this.#loaded = loadConf({ text: this.#conf, fileName: this.#file, agent: name })
    this.#troubles = new ConfTroubles(this.#loaded, name, this.#file)
    this.#judge()
    const process = (): FlumeAgent['process'] => this.#made().process
    const handle: AgentHandle = handles.process(lane, { host: this.#host, name, process }, {
      source: (source: unknown) => Object.freeze({ receives: (load: Load, from?: unknown) => this.#receives(source, load, from) }),
      sink: (sink: unknown) => Object.freeze({ writes: (store: unknown) => this.#writes(sink, store) }),
    })
    this.handle = Object.freeze(handle)
    play.starters.makers.push(() => { play.agents.push(this.#made()) })
    play.starters.starts.push(() => { this.#made().process.start('started by the scenario') })
    play.modelParameters.set('agent boot', {
      name: 'Flume agent: start of the JVM', value: defaultAgentCosts.bootMicros, unit: 'µs', source: 'a modelling choice',
    })
  }

  #made(): FlumeAgent {
    this.#agent ??= new FlumeAgent({ lane: this.#flume, host: this.#host, name: this.#name, conf: this.#conf, fileName: this.#file })
    return this.#agent
  }

  /** What the real loader says becomes remarks; what ends the load, or is not simulated, ends the run. */
  #judge(): void {
    const { log, fatal } = this.#loaded
    for (const entry of log) {
      const { level, message, thrown, position } = entry
      this.#scope.play.diagnostics.push({ severity: position === undefined ? 'info' : level === 'ERROR' ? 'error' : 'warning', message: [message, ...(thrown ?? [])].join('\n'), position: this.#troubles.at(position), fix: this.#troubles.advice(entry) })
    }
    if (fatal !== undefined) throw this.#troubles.fatal(fatal)
    if (this.#loaded.sources.length + this.#loaded.sinks.length === 0) throw this.#troubles.nothingToRun()
    const [gap] = coverage(this.#loaded, simulatedClasses()).gaps
    if (gap !== undefined) throw new ScenarioError(gap.message, gap.line === undefined ? undefined : { file: this.#file, line: gap.line, column: gap.column ?? 1 })
  }

  #receives(name: unknown, load: Load, from: unknown): AgentHandle {
    const { play, handles, lane } = this.#scope
    const source = this.#loaded.sources.find((candidate) => candidate.name === name)
    if (source === undefined) throw this.#troubles.removed('source', name) ?? new OptionError(`Agent '${this.#name}' has no source ${describe(name)}.`, undefined, `Its sources: ${this.#loaded.sources.map((one) => one.name).join(', ')}.`)
    if (!canReceive(source.className)) throw new OptionError(`Source ${source.name} is of type ${source.type}, which takes in nothing from outside.`)
    const reader = new OptionReader('receives', from ?? {}, ['from', 'repeats'])
    const given = reader.raw('from')
    const clientHost = given === undefined ? undefined : handles.hostOf(given, 'receives', 'from')
    const repeats = reader.raw('repeats') ?? true
    if (typeof repeats !== 'boolean') throw reader.wrong('repeats', 'true or false', repeats)
    const played = play.load(load)
    play.starters.worlds.push(() => {
      bringLoad({
        lane: this.#flume, agent: this.#made(), agentHost: this.#host, source, load: played,
        clientHost: () => clientHost ?? lane.host('application'), name: `${played.stream.content.name} for ${source.name}`, repeats,
      })
    })
    return this.handle
  }

  #writes(name: unknown, handle: unknown): AgentHandle {
    const { play, storeOf } = this.#scope
    const sink = this.#loaded.sinks.find((candidate) => candidate.name === name)
    if (sink === undefined) throw this.#troubles.removed('sink', name) ?? new OptionError(`Agent '${this.#name}' has no sink ${describe(name)}.`, undefined, `Its sinks: ${this.#loaded.sinks.map((one) => one.name).join(', ')}.`)
    const store = storeOf(handle)
    const target = targetOf(sink)
    if (target === undefined) throw new OptionError(`Sink ${sink.name} is of type ${sink.type}, which writes to no store over the network.`, undefined, 'Use an avro sink, or leave writes(…) out: what a sink wrote counts as delivered.')
    if (this.#flume.routes.hostOf(this.#host, target.hostname) !== store.host) {
      throw new OptionError(`Sink ${sink.name} sends to '${target.hostname}' in ${this.#file}, and the store is on '${store.name}'.`, undefined, `Write ${this.#name}.sinks.${sink.name}.hostname = ${store.name} in ${this.#file}.`)
    }
    play.starters.stores.push(() => { store.listen(this.#flume, target.port) })
    return this.handle
  }
}
