import { buildChannel } from '../../../engine/flume/agent/materialized-configuration.ts'
import { sinkBuilders } from '../../../engine/flume/agent/build-sink.ts'
import { FlumeAgent } from '../../../engine/flume/agent/flume-agent.ts'
import type { Channel } from '../../../engine/flume/channels/channel.ts'
import { loadedComponent } from '../../../engine/flume/conf/build-component.ts'
import { Context } from '../../../engine/flume/conf/context.ts'
import type { LoadedSink } from '../../../engine/flume/conf/loaded.ts'
import { classNameOf } from '../../../engine/flume/conf/known-types.ts'
import { findType } from '../../../engine/flume/conf/registry.ts'
import type { ValidatedComponent } from '../../../engine/flume/conf/validate-components.ts'
import { JavaException } from '../../../engine/flume/conf/java/java-exception.ts'
import { loadConf, type LoadedAgent } from '../../../engine/flume/conf/load-conf.ts'
import type { Sink, Status } from '../../../engine/flume/sinks/sink.ts'
import { JavaThread, type Flow } from '../../../engine/flume/thread/java-thread.ts'
import { isObject, numberOf, plainText, property, textOf, type Json } from '../../json.ts'
import { NotReplayable } from '../replayer.ts'
import type { HBaseWorld } from './hbase-world.ts'

const countersShown = [
  ['created', 'ConnectionCreatedCount'], ['closed', 'ConnectionClosedCount'], ['failed', 'ConnectionFailedCount'], ['batchEmpty', 'BatchEmptyCount'],
  ['batchUnderflow', 'BatchUnderflowCount'], ['batchComplete', 'BatchCompleteCount'], ['attempt', 'EventDrainAttemptCount'], ['success', 'EventDrainSuccessCount'],
  ['writeFail', 'EventWriteFail'], ['readFail', 'ChannelReadFail'],
] as const
const patienceMicros = 3_000_000_000

/** The machine that a sink runs on, and numbers that steps have left. */
type SinkSurroundings = Pick<HBaseWorld, 'machine' | 'labels'>

/** A sink on a channel that nobody drives but the steps of a fact. */
export class SinkUnderTest {
  readonly #world: SinkSurroundings
  readonly #setup: Json | undefined
  readonly #agent: FlumeAgent
  readonly #loaded: LoadedAgent
  #channel: Channel | undefined
  #sink: Sink | undefined
  #eventsPut = 0

  constructor(world: SinkSurroundings, setup: Json | undefined, number: number) {
    this.#world = world
    this.#setup = setup
    const { machine } = world
    this.#agent = new FlumeAgent({ lane: machine.flume, host: machine.host, name: 'a1', processName: `agent${number}`, conf: 'nobody.sources = r1\n', costs: { bootMicros: 0 } })
    this.#agent.process.start()
    machine.runFor(1)
    this.#loaded = loadConf({ text: this.#conf(), fileName: 'flume.conf', agent: 'a1' })
  }

  /** Configures and starts. */
  start(): Json {
    const { context } = this.#agent
    const loaded = this.#configured()
    if (typeof loaded === 'string') return loaded
    const channel = this.#loaded.channels.map((one) => buildChannel(context, one))[0]
    if (channel === undefined) throw new NotReplayable('the channel is not simulated')
    const sink = sinkBuilders.get(loaded.className)?.({ agent: context, loaded, channel })
    if (sink === undefined) throw new NotReplayable(`${loaded.className} is not simulated`)
    this.#channel = channel
    this.#sink = sink
    return this.#run(function* (thread) {
      yield* channel.start()
      yield* sink.start(thread)
      return 'ok'
    })
  }

  /** Puts events into the channel in one transaction. */
  put(step: Json): Json {
    const count = numberOf(step, 'events') ?? 0
    const size = numberOf(step, 'size') ?? 6
    const first = this.#eventsPut + 1
    this.#eventsPut += count
    this.#world.labels.set('events put', (this.#world.labels.get('events put') ?? 0) + count)
    const lines = Array.from({ length: count }, (_, index) => `e${String(first + index).padStart(5, '0')}`.padEnd(size, '.').slice(0, Math.max(size, 6)))
    const headers = property(step, 'headers')
    const pairs = Object.entries(isObject(headers) ? headers : {}).map(([name, value]): [string, string] => [name, plainText(value)])
    const run = { ...this.#world.machine.records(lines, 'test', []), ...(pairs.length === 0 ? {} : { headers: new Map(pairs) }) }
    const channel = this.#requireChannel()
    return this.#run(function* (thread) {
      const transaction = channel.getTransaction(thread)
      transaction.begin()
      yield* transaction.put([run])
      yield* transaction.commit()
      transaction.close()
      return 'ok'
    })
  }

  /** One call of process(). */
  process(answer: string): Json {
    const sink = this.#requireSink()
    const given = this.#run((thread) => sink.process(thread))
    return answer.includes('class') && typeof given === 'string' && given.startsWith('EX ') ? (given.slice(3).split(/[: ]/, 1)[0] ?? given) : given
  }

  /** Calls process() until it backs off or throws. */
  drain(): Json {
    const answers: string[] = []
    for (;;) {
      const answer = plainText(this.process(''))
      answers.push(answer)
      if (answer !== 'READY' || answers.length > 10_000) return `[${answers.join(', ')}]`
    }
  }

  get chan(): Json {
    return String(this.#requireChannel().size)
  }

  get counters(): Json {
    const counters = this.#requireSink().counters
    return countersShown.map(([name, field]) => `${name}=${counters?.get(field) ?? 0}`).join(' ')
  }

  stop(): Json {
    const sink = this.#requireSink()
    return this.#run(function* (thread) {
      yield* sink.stop(thread)
      return 'ok'
    })
  }

  kill(): Json {
    this.#agent.process.kill()
    return 'ok'
  }

  #run(code: (thread: JavaThread) => Flow<Status | 'ok'>): Json {
    let answer: string | undefined
    new JavaThread(this.#agent.process, 'test', function* (thread) {
      try {
        answer = yield* code(thread)
      } catch (error) {
        if (!(error instanceof JavaException)) throw error
        answer = `EX ${thrownTexts(error).join(' <- ')}`
      }
    })
    this.#world.machine.runUntil(() => answer !== undefined, this.#world.machine.nowMicros + patienceMicros)
    return answer ?? 'no answer'
  }

  /** The recorder had no file between: it gave the sink its properties, empty ones too. @returns what configure throws, as text */
  #configured(): LoadedSink | string {
    const sink = property(this.#setup, 'sink')
    const context = new Context()
    const properties = property(sink, 'properties')
    for (const [key, value] of Object.entries(isObject(properties) ? properties : {})) context.put(key, plainText(value))
    const type = findType('sink', classNameOf('sink', textOf(sink, 'type')))
    if (type === undefined) throw new NotReplayable(`Flume has no sink ${textOf(sink, 'type')}`)
    const component: ValidatedComponent = { name: textOf(sink, 'name'), type: type.className, context, fromConfigurationClass: false }
    try {
      const configured = type.configure({ name: component.name, context, homeDirectory: '~', warn: () => undefined, error: () => undefined })
      return { ...loadedComponent(component, type, configured), channel: 'c1', ...(configured.batchSize === undefined ? {} : { batchSize: configured.batchSize }) }
    } catch (error) {
      if (!(error instanceof JavaException)) throw error
      return `EX ${thrownTexts(error).join(' <- ')}`
    }
  }

  #conf(): string {
    const channel = property(this.#setup, 'channel')
    const lines = Object.entries(isObject(channel) ? channel : {}).map(([key, value]) => `a1.channels.c1.${key} = ${plainText(value)}`)
    return ['a1.channels = c1', 'a1.sinks = k1', 'a1.sinks.k1.channel = c1', 'a1.sinks.k1.type = null', ...lines, ''].join('\n')
  }

  #requireSink(): Sink {
    if (this.#sink === undefined) throw new NotReplayable('the sink was not started')
    return this.#sink
  }

  #requireChannel(): Channel {
    if (this.#channel === undefined) throw new NotReplayable('the sink was not started')
    return this.#channel
  }
}

/** `class: message` of an exception and its causes, as the recorder wrote them: a missing message is `null`. */
function thrownTexts(error: JavaException): readonly string[] {
  const text = `${error.className}: ${error.javaMessage ?? 'null'}`.replaceAll('\n', ' ')
  return [text, ...(error.javaCause === undefined ? [] : thrownTexts(error.javaCause))]
}
