import type { Simulation } from '../../../engine/sim/simulation.ts'
import type { Spout, SpoutOutputCollector } from '../../../engine/storm/topology/component.ts'
import type { Observations } from './observations.ts'

/** What a fact says of its spout. */
export interface SpoutScript {
  readonly from: number
  readonly to: number
  readonly hasMessageIds: boolean
  readonly replaysFailed: boolean
}

/** The spout of the facts: emits each number once, a failed one again before new ones. */
export class ScriptedSpout implements Spout {
  readonly #script: SpoutScript
  readonly #simulation: Simulation
  readonly #seen: Observations
  readonly #again: number[] = []
  #next: number
  #collector: SpoutOutputCollector | undefined

  constructor(script: SpoutScript, simulation: Simulation, seen: Observations) {
    this.#script = script
    this.#simulation = simulation
    this.#seen = seen
    this.#next = script.from
  }

  open(collector: SpoutOutputCollector): void {
    this.#collector = collector
  }

  nextTuple(done: () => void): void {
    const number = this.#again.shift() ?? (this.#next <= this.#script.to ? this.#next++ : undefined)
    if (number !== undefined) {
      this.#seen.emitted.push(number)
      if (!this.#seen.emittedMicros.has(number)) this.#seen.emittedMicros.set(number, this.#simulation.nowMicros)
      this.#collector?.emit([number, `k${number % 10}`], this.#script.hasMessageIds ? { messageId: number } : {})
    }
    done()
  }

  ack(messageId: unknown): void {
    this.#seen.acked.push(Number(messageId))
  }

  fail(messageId: unknown): void {
    const number = Number(messageId)
    this.#seen.failed.push(number)
    this.#seen.failAfterMs ??= Math.round((this.#simulation.nowMicros - (this.#seen.emittedMicros.get(number) ?? 0)) / 1000)
    if (this.#script.replaysFailed) this.#again.push(number)
  }
}
