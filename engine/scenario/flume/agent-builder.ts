import { targetOf } from '../../flume/agent/build-sink.ts'
import { defaultAgentCosts } from '../../flume/agent/costs.ts'
import { FlumeAgent } from '../../flume/agent/flume-agent.ts'
import type { FlumeLane } from '../../flume/agent/flume-lane.ts'
import type { OwnIntercept } from '../../flume/interceptors/own-interceptor.ts'
import type { Host } from '../../sim/host.ts'
import type { AgentHandle } from '../api/lane-types.ts'
import type { Load } from '../api/load-types.ts'
import { describe, OptionError, OptionReader } from '../check-options.ts'
import type { LaneScope } from '../lane/lane-scope.ts'
import { remarkOnBootstrapServers } from '../kafka/remark-on-bootstrap.ts'
import { remarkOnHBaseSinks } from '../hbase/remark-on-sinks.ts'
import { AgentConfs } from './agent-confs.ts'
import { readHeapBytes } from './heap-option.ts'
import { readOwnInterceptors } from './own-interceptors.ts'
import { bringLoad, canReceive } from './outside-world.ts'

/** Declares an agent: its configuration is loaded and judged at once; it is made and started when all is declared. */
export class AgentBuilder {
  readonly handle: AgentHandle
  readonly #scope: LaneScope
  readonly #flume: FlumeLane
  readonly #name: string
  readonly #host: Host
  readonly #confs: AgentConfs
  readonly #restartMicros: number | undefined
  readonly #heapBytes: number
  readonly #interceptors: ReadonlyMap<string, OwnIntercept>
  #agent: FlumeAgent | undefined

  constructor(scope: LaneScope, flume: FlumeLane, name: unknown, options: unknown) {
    const { play, handles, lane } = scope
    if (typeof name !== 'string' || name === '') throw new OptionError(`agent takes the agent's name first, and got ${describe(name)}.`)
    const reader = new OptionReader(`agent('${name}', …)`, options, ['conf', 'on', 'restarts', 'heap', 'interceptors'])
    this.#scope = scope
    this.#flume = flume
    this.#name = name
    this.#host = handles.hostOf(reader.raw('on'), `agent('${name}', …)`, 'on')
    this.#interceptors = readOwnInterceptors(play, reader, name)
    this.#confs = new AgentConfs(play, name, reader.text('conf'), [...this.#interceptors.keys()])
    this.#confs.judgeStart()
    this.#restartMicros = reader.optionalMicros('restarts')
    this.#heapBytes = readHeapBytes(reader, name)
    const process = (): FlumeAgent['process'] => this.#made().process
    const handle: AgentHandle = handles.process(lane, { host: this.#host, name, process }, {
      source: (source: unknown) => Object.freeze({ receives: (load: Load, from?: unknown) => this.#receives(source, load, from) }),
      sink: (sink: unknown) => Object.freeze({ writes: (store: unknown) => this.#writes(sink, store) }),
      edits: (conf: unknown) => { this.#edit(conf) },
    })
    this.handle = Object.freeze(handle)
    const at = new Error('the agent was declared here')
    play.starters.makers.push(() => {
      play.agents.push(this.#made())
      remarkOnBootstrapServers(scope, { loaded: this.#confs.current.loaded, at })
      remarkOnHBaseSinks(play, flume, { host: this.#host, sinks: this.#confs.current.loaded.sinks, at })
    })
    play.starters.starts.push(() => { this.#made().process.start('started by the scenario') })
    play.modelParameters.set('agent boot', {
      name: 'Flume agent: start of the JVM', value: defaultAgentCosts.bootMicros, unit: 'µs', source: 'a modelling choice',
    })
    play.modelParameters.set('agent heap without events', {
      name: 'Flume agent: heap that it takes without events', value: defaultAgentCosts.baseHeapBytes, unit: 'B', source: 'a modelling choice',
    })
    play.modelParameters.set('event in the heap', {
      name: 'Flume agent: heap that an event takes beside its body and headers', value: defaultAgentCosts.eventHeapBytes, unit: 'B',
      source: 'the fields of SimpleEvent, HashMap, byte[] and LinkedBlockingDeque.Node with compressed pointers',
    })
  }

  #made(): FlumeAgent {
    if (this.#agent !== undefined) return this.#agent
    const { text, file } = this.#confs.current
    const agent = new FlumeAgent({ lane: this.#flume, host: this.#host, name: this.#name, conf: text, fileName: file, costs: { heapBytes: this.#heapBytes }, interceptors: this.#interceptors })
    this.#agent = agent
    if (this.#restartMicros !== undefined) this.#supervise(agent, this.#restartMicros)
    return agent
  }

  /** Starts the agent again after each end, as systemd does with Restart=always; after a power cut its machine starts it. */
  #supervise({ process }: FlumeAgent, pauseMicros: number): void {
    const { simulation, owner } = this.#scope.play
    process.onEnd((end) => {
      if (end !== 'power loss') simulation.after(pauseMicros, owner, () => { process.start('restarted by its supervisor') })
    })
  }

  /** Puts a new file in the place of the agent's flume.conf; a running agent looks at it every 30 s. */
  #edit(text: unknown): void {
    const { play, handles, lane } = this.#scope
    if (!play.isBuilt) throw new OptionError('edits has no moment: the run has not begun.', undefined, "Do it at a moment: at('30s', () => …).")
    const agent = this.#made()
    const { file } = this.#confs.replace(text)
    handles.edit(lane, agent.process.name, `its configuration is replaced by ${play.fileOf(String(text)) === undefined ? 'an edited text' : file}`, () => { agent.replaceConf(String(text)) })
  }

  #receives(name: unknown, load: Load, from: unknown): AgentHandle {
    const { play, handles, lane } = this.#scope
    const source = this.#confs.source(name)
    if (!canReceive(source.className)) throw new OptionError(`Source ${source.name} is of type ${source.type}, which takes in nothing from outside.`)
    const reader = new OptionReader('receives', from ?? {}, ['from', 'repeats'])
    const given = reader.raw('from')
    const clientHost = given === undefined ? undefined : handles.hostOf(given, 'receives', 'from')
    const repeats = reader.raw('repeats') ?? true
    if (typeof repeats !== 'boolean') throw reader.wrong('repeats', 'true or false', repeats)
    const played = play.load(load)
    play.prepare('worlds', () => {
      bringLoad({
        lane: this.#flume, agent: this.#made(), agentHost: this.#host, source, load: played,
        clientHost: () => clientHost ?? lane.host('application'), name: `${played.stream.content.name} for ${source.name}`, repeats,
      })
    })
    return this.handle
  }

  #writes(name: unknown, handle: unknown): AgentHandle {
    const { play, storeOf } = this.#scope
    const sink = this.#confs.sink(name)
    const { file } = this.#confs.current
    const store = storeOf(handle)
    const target = targetOf(sink)
    if (target === undefined) throw new OptionError(`Sink ${sink.name} is of type ${sink.type}, which writes to no store over the network.`, undefined, 'Use an avro sink, or leave writes(…) out: what a sink wrote counts as delivered.')
    if (this.#flume.routes.hostOf(this.#host, target.hostname) !== store.host) {
      throw new OptionError(`Sink ${sink.name} sends to '${target.hostname}' in ${file}, and the store is on '${store.name}'.`, undefined, `Write ${this.#name}.sinks.${sink.name}.hostname = ${store.name} in ${file}.`)
    }
    play.prepare('stores', () => { store.listen(this.#flume, target.port) })
    return this.handle
  }
}
