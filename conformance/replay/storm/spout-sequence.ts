import { KafkaSpout } from '../../../engine/storm/spout/kafka-spout.ts'
import type { SpoutOutputCollector } from '../../../engine/storm/topology/component.ts'
import { isList, listOf, numberOf, property, textOf, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { MockConsumer } from './mock-consumer.ts'
import { committedOf, offsetsOf, spoutConfigOf, topologyId } from './spout-setup.ts'

/** Calls on a Kafka spout over a mock consumer in simulated time: `setup.spout` and steps. */
export const kafkaSpoutReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, setup, replay }) => kind === 'sequence' && property(setup, 'spout') !== undefined && isList(replay),
  replay: ({ setup, replay }) => {
    const sequence = new SpoutSequence(setup ?? null)
    sequence.steps(isList(replay) ? replay : [])
    return { observed: sequence.observed }
  },
}

class SpoutSequence {
  readonly #log: string[] = []
  readonly #consumer: MockConsumer
  readonly #spout: KafkaSpout
  /** The last message id of each offset. */
  readonly #ids = new Map<number, unknown>()
  #emits = 0
  #nowMicros = 0

  constructor(setup: Json) {
    const topic = property(setup, 'topic')
    const name = textOf(topic, 'name')
    this.#consumer = new MockConsumer((line) => { this.#log.push(line) }, offsetsOf(topic), committedOf(property(setup, 'committed'), name))
    this.#spout = new KafkaSpout({
      config: spoutConfigOf(property(setup, 'spout')), consumer: () => this.#consumer, nowMicros: () => this.#nowMicros, topologyId,
      partitions: () => [{ topic: name, partition: 0 }], translate: ({ offset }) => [offset],
    })
    this.#spout.open(this.#collector(), { component: 'spout', task: 1, taskIndex: 0, taskCount: 1 })
    this.#spout.activate()
  }

  get observed(): Json {
    return { log: this.#log, committed: this.#consumer.committedOffset ?? null }
  }

  steps(steps: readonly Json[]): void {
    for (const step of steps) this.#step(step)
  }

  #step(step: Json): void {
    const op = textOf(step, 'op')
    const times = numberOf(step, 'times') ?? 1
    switch (op) {
      case 'nextTuple':
        for (let call = 0; call < times; call++) this.#nextTuple()
        return
      case 'nextTupleUntilEmit':
        this.#untilEmit(numberOf(step, 'advanceMsBetween') ?? 1, numberOf(step, 'maxCalls') ?? 1)
        return
      case 'ack': case 'fail':
        for (const offset of listOf(step, 'offsets').map(Number)) {
          this.#log.push(`${op} ${offset}`)
          this.#spout[op](this.#ids.get(offset) ?? { topic: '', partition: -1, offset, numFails: 0 })
        }
        return
      case 'advance': {
        const ms = numberOf(step, 'ms') ?? 0
        this.#log.push(`time +${ms}`)
        this.#nowMicros += ms * 1000
        return
      }
      case 'note':
        this.#log.push(textOf(step, 'text').replace('<number of message ids emitted>', String(this.#ids.size)))
        return
      case 'repeat':
        for (let round = 0; round < times; round++) this.steps(listOf(step, 'steps'))
        return
      default:
        throw new NotReplayable(`the verb '${op}' is not known`)
    }
  }

  #nextTuple(): void {
    this.#spout.nextTuple((error) => { if (error !== undefined) this.#log.push(`threw ${error.className}: ${error.message}`) })
  }

  #untilEmit(advanceMs: number, maxCalls: number): void {
    const before = this.#emits
    for (let call = 0; call < maxCalls; call++) {
      this.#nextTuple()
      if (this.#emits > before) {
        this.#log.push(`after ms ${call * advanceMs}`)
        return
      }
      this.#nowMicros += advanceMs * 1000
    }
  }

  #collector(): SpoutOutputCollector {
    const emit: SpoutOutputCollector['emit'] = (values, { messageId } = {}) => {
      const offset = Number(values[0])
      this.#emits++
      if (messageId !== undefined) this.#ids.set(offset, messageId)
      this.#log.push(`emit ${offset}${messageId === undefined ? ' (no id)' : ''}`)
      return []
    }
    return { emit, emitDirect: (_task, values, emission) => { emit(values, emission) } }
  }
}
