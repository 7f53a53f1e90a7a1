import { FlumeAgent } from '../../../engine/flume/agent/flume-agent.ts'
import { JavaException } from '../../../engine/flume/conf/java/java-exception.ts'
import { eventDeliveryException } from '../../../engine/flume/exceptions.ts'
import { buildSinkProcessor } from '../../../engine/flume/processors/build-sink-processor.ts'
import type { Sink, SinkProcessor } from '../../../engine/flume/sinks/sink.ts'
import { JavaThread } from '../../../engine/flume/thread/java-thread.ts'
import { isObject, listOf, numberOf, plainText, property, textOf, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { Machine } from './run/machine.ts'

/** Calls of a sink processor over sinks that fail or back off when told so. */
export const sinkProcessorReplayer: Replayer = {
  usesChance: false,
  accepts: ({ setup, replay }) => property(setup, 'processor') !== undefined && Array.isArray(replay) && replay.every((step: Json) => textOf(step, 'op') === 'process'),
  replay: ({ setup, replay }) => {
    const steps = Array.isArray(replay) ? (replay as readonly Json[]) : []
    const isOrderFree = textOf(property(setup, 'processor'), 'selector').toLowerCase() === 'random'
    const group = new FakeGroup(namesOf(setup, 'sinks'), property(setup, 'processor'))
    const observed: Json[] = []
    for (const step of steps) {
      const failing = namesOf(step, 'failing')
      const backoff = namesOf(step, 'backoff')
      for (let time = 0; time < (numberOf(step, 'times') ?? 1); time++) {
        const { tried, result } = group.call(numberOf(step, 'at') ?? 0, failing, backoff)
        const shown = isOrderFree ? `set of ${tried.toSorted().join(' ')}` : tried.join(' ')
        observed[numberOf(step, 'call') ?? observed.length] = { failing: failing.join(' '), backoff: backoff.join(' '), tried: shown, result }
      }
    }
    return { observed }
  },
}

function namesOf(value: Json | undefined, field: string): readonly string[] {
  return listOf(value, field).filter((name) => typeof name === 'string')
}

/** A processor, built from a configuration, over sinks that do nothing. */
class FakeGroup {
  readonly #machine = new Machine(1)
  readonly #agent: FlumeAgent
  readonly #processor: SinkProcessor
  #tried: string[] = []
  #failing: readonly string[] = []
  #backoff: readonly string[] = []

  /** @throws NotReplayable when the group does not survive loading */
  constructor(sinks: readonly string[], properties: Json | undefined) {
    const settings = Object.entries(isObject(properties) ? properties : {}).map(([name, value]) => `a1.sinkgroups.g1.processor.${name} = ${plainText(value)}\n`)
    const sinkLines = sinks.map((name) => `a1.sinks.${name}.type = null\na1.sinks.${name}.channel = c1\n`)
    const conf = `a1.sources = r1\na1.channels = c1\na1.sinks = ${sinks.join(' ')}\na1.sinkgroups = g1\na1.sources.r1.type = seq\na1.sources.r1.totalEvents = 0\na1.sources.r1.channels = c1\na1.channels.c1.type = memory\na1.sinkgroups.g1.sinks = ${sinks.join(' ')}\n${sinkLines.join('')}${settings.join('')}`
    this.#agent = new FlumeAgent({ lane: this.#machine.flume, host: this.#machine.host, name: 'a1', conf })
    const loaded = this.#agent.loaded.groups[0]?.processor
    const processor = loaded === undefined ? undefined : buildSinkProcessor(this.#agent.context, 'g1', sinks.map((name) => this.#sink(name)), loaded)
    if (processor === undefined) throw new NotReplayable('the group did not survive loading')
    this.#processor = processor
  }

  /** One call of process() at a time in seconds. */
  call(atSeconds: number, failing: readonly string[], backoff: readonly string[]): { readonly tried: readonly string[]; readonly result: string } {
    const machine = this.#machine
    machine.runUntil(() => false, atSeconds * 1_000_000)
    this.#tried = []
    this.#failing = failing
    this.#backoff = backoff
    const processor = this.#processor
    let result: string | undefined
    new JavaThread(machine.client, 'process', function* (thread) {
      try {
        result = yield* processor.process(thread)
      } catch (error) {
        if (!(error instanceof JavaException)) throw error
        result = error.message
      }
    })
    machine.runUntil(() => result !== undefined, machine.nowMicros + 1_000)
    return { tried: this.#tried, result: result ?? 'no answer' }
  }

  #sink(name: string): Sink {
    const answer = (): 'READY' | 'BACKOFF' => {
      this.#tried.push(name)
      if (this.#failing.includes(name)) throw eventDeliveryException(`down ${name}`)
      return this.#backoff.includes(name) ? 'BACKOFF' : 'READY'
    }
    return {
      name,
      description: name,
      *start() {},
      *stop() {},
      *process() {
        yield* []
        return answer()
      },
    }
  }
}
