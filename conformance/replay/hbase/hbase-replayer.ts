import { hbaseDefaults } from '../../../engine/hadoop/hbase/hbase-config.ts'
import { HBaseException } from '../../../engine/hadoop/hbase/hbase-exception.ts'
import { isList, listOf, numberOf, plainText, property, textOf, type Json } from '../../json.ts'
import { NotReplayable, type Replayed, type Replayer } from '../replayer.ts'
import { Answers, holds, thrownAnswer } from './answers.ts'
import { hbaseVerbs } from './hbase-verbs.ts'
import { HBaseWorld } from './hbase-world.ts'
import { SinkUnderTest } from './sink-under-test.ts'

/** Sequences on HBase tables, and on a Flume sink that writes to them. */
export const hbaseReplayer: Replayer = {
  usesChance: true,
  accepts: ({ setup, replay }) => property(setup, 'tables') !== undefined && isList(replay),
  replay: ({ setup, replay, inputs }, { seed }) => {
    const script = new HBaseScript(setup, seed)
    for (const step of [...listOf(setup, 'before'), ...(isList(replay) ? replay : [])]) script.step(step)
    const { observed } = script.answers
    if (inputs.length === 0) return { observed }
    return { outputs: inputs.map((_, index) => property(Array.isArray(observed) ? Object.fromEntries(observed.map((value: Json, at) => [String(at), value])) : observed, String(index))) }
  },
}

/** Shipped defaults by key. */
export const hbaseTableReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, given }) => kind === 'table' && textOf(given, 'conf') === 'hbase-default.xml',
  replay: ({ inputs }): Replayed => ({
    outputs: inputs.map((key) => {
      const value = hbaseDefaults.get(plainText(key))
      return value === undefined ? new NotReplayable(`the default of ${plainText(key)} is not known here`) : (value ?? 'null')
    }),
  }),
}

class HBaseScript {
  readonly answers = new Answers()
  readonly #world: HBaseWorld
  readonly #setup: Json | undefined
  #sink: SinkUnderTest | undefined
  #sinks = 0

  constructor(setup: Json | undefined, seed: number) {
    this.#world = new HBaseWorld(setup, seed)
    this.#setup = setup
  }

  /** Does a step and notes its answer. */
  step(step: Json): void {
    if (!holds(step, this.answers)) return
    const { machine, labels } = this.#world
    const begunMicros = machine.nowMicros
    const label = textOf(step, 'label')
    if (label !== '') labels.set(label, begunMicros)
    const answer = this.#answer(step)
    if (property(step, 'withheld') === true) return
    this.answers.put(textOf(step, 'as'), oneFieldOf(answer, textOf(step, 'as')))
    const since = labels.get(textOf(step, 'since')) ?? begunMicros
    this.answers.put(textOf(step, 'msAs'), Math.round((machine.nowMicros - since) / 1000))
  }

  #answer(step: Json): Json {
    try {
      return this.#do(step)
    } catch (error) {
      if (error instanceof HBaseException) return thrownAnswer(error)
      throw error
    }
  }

  #do(step: Json): Json {
    const op = textOf(step, 'op')
    if (op === 'call') return this.#call(step)
    if (op === 'repeat') {
      for (let time = 0; time < (numberOf(step, 'times') ?? 1); time++) for (const part of [...listOf(step, 'do'), ...listOf(step, 'steps')]) this.step(part)
      return 'ok'
    }
    const verb = hbaseVerbs.get(op)
    return verb === undefined ? this.#sinkVerb(op, step) : verb(this.#world, step)
  }

  /** Steps in order; `untilOk` begins again until none throws. */
  #call(step: Json): Json {
    for (let attempt = 0; ; attempt++) {
      try {
        let answer: Json = 'ok'
        for (const part of listOf(step, 'do')) answer = this.#do(part)
        return answer
      } catch (error) {
        if (!(error instanceof HBaseException)) throw error
        if (property(step, 'untilOk') !== true || attempt > 10_000) return thrownAnswer(error)
        this.#world.machine.runFor((numberOf(step, 'everyMs') ?? 100) / 1000)
      }
    }
  }

  #sinkVerb(op: string, step: Json): Json {
    if (op === 'start' && this.#sink === undefined || op === 'newSink') this.#sink = new SinkUnderTest(this.#world, this.#setup, ++this.#sinks)
    const sink = this.#sink
    if (sink === undefined) throw new NotReplayable(`no replayer knows the verb '${op}' without a sink`)
    switch (op) {
      case 'start':
      case 'newSink':
        return sink.start()
      case 'put':
        return sink.put(step)
      case 'process':
        return sink.process(textOf(step, 'answer'))
      case 'drain':
        return sink.drain()
      case 'chan':
        return sink.chan
      case 'counters':
        return sink.counters
      case 'stop':
        return sink.stop()
      case 'kill':
        return sink.kill()
      default:
        throw new NotReplayable(`no replayer knows the verb '${op}'`)
    }
  }
}

/** Of an answer with several fields, the one that a step names alone. */
function oneFieldOf(answer: Json, as: string): Json {
  if (as.includes(',') || typeof answer !== 'object' || answer === null || !('rows' in answer)) return answer
  const field = as.split('.').at(-1) ?? ''
  return property(answer, field) ?? property(answer, 'rows') ?? answer
}
