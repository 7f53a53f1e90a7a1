import { StormException } from '../../../engine/storm/storm-exception.ts'
import type { Bolt, OutputCollector, TaskContext } from '../../../engine/storm/topology/component.ts'
import type { Tuple } from '../../../engine/storm/tuple/tuple.ts'
import { NotReplayable } from '../replayer.ts'
import type { Observations } from './observations.ts'

/** What a fact says of a bolt. */
export interface BoltScript {
  readonly id: string
  readonly isBasic: boolean
  readonly behaviour: string
  /** The number that is treated otherwise. */
  readonly tuple: number | undefined
}

type Answer = (collector: OutputCollector, tuple: Tuple) => void

const emitAnchoredThenAck: Answer = (collector, tuple) => {
  collector.emit([tuple], tuple.values)
  collector.ack(tuple)
}
const failIt: Answer = (collector, tuple) => { collector.fail(tuple) }
const ackIt: Answer = (collector, tuple) => { collector.ack(tuple) }
const silent: Answer = () => undefined

/** What it does with the tuple that the fact names (the first time), and what with all else. */
const behaviours: ReadonlyMap<string, { readonly usual: Answer; readonly special?: Answer; readonly isEveryTime?: boolean }> = new Map([
  ['emitAnchoredThenAck', { usual: emitAnchoredThenAck }],
  ['emitUnanchoredThenAck', { usual: (collector: OutputCollector, tuple: Tuple) => { collector.emit([], tuple.values); collector.ack(tuple) } }],
  ['ackThenEmitAnchored', { usual: (collector: OutputCollector, tuple: Tuple) => { collector.ack(tuple); collector.emit([tuple], tuple.values) } }],
  ['failAll', { usual: failIt }],
  ['neverAnswer', { usual: silent }],
  ['failFirstTime', { usual: emitAnchoredThenAck, special: failIt }],
  ['silentFirstTime', { usual: emitAnchoredThenAck, special: silent }],
  ['throwFailedFirstTime', { usual: ackIt, special: failIt }],
  ['throw', { usual: emitAnchoredThenAck, special: () => { throw new StormException('java.lang.RuntimeException', 'boom') }, isEveryTime: true }],
])

/**
 * A bolt of the facts. A basic one is acked by the framework, which turns a FailedException into a fail
 * (org.apache.storm.topology.BasicBoltExecutor).
 */
export class ScriptedBolt implements Bolt {
  readonly #script: BoltScript
  readonly #seen: Observations
  #hasTreated = false
  #collector: OutputCollector | undefined
  #context: TaskContext | undefined

  constructor(script: BoltScript, seen: Observations) {
    this.#script = script
    this.#seen = seen
    if (!behaviours.has(script.behaviour)) throw new NotReplayable(`the bolt behaviour '${script.behaviour}' is not known`)
  }

  prepare(collector: OutputCollector, context: TaskContext): void {
    this.#collector = collector
    this.#context = context
  }

  execute(tuple: Tuple): void {
    const [number, key] = tuple.values
    const { id, isBasic, behaviour, tuple: special } = this.#script
    this.#seen.executed(isBasic ? 'basic' : id, { index: this.#context?.taskIndex ?? 0, count: this.#context?.taskCount ?? 1 }, Number(number), typeof key === 'string' ? key : '')
    const known = behaviours.get(behaviour)
    if (known === undefined || this.#collector === undefined) return
    const isSpecial = number === special && (known.isEveryTime === true || !this.#hasTreated)
    if (isSpecial) this.#hasTreated = true
    const answer = isSpecial ? (known.special ?? known.usual) : known.usual
    answer(this.#collector, tuple)
  }
}
