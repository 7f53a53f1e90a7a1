import type { Bolt, OutputCollector } from '../topology/component.ts'
import type { Tuple } from '../tuple/tuple.ts'

/** A bolt that is a function. @throws StormException what ends its worker */
export type BoltCode = (tuple: Tuple, collector: OutputCollector) => void

/** Runs a function on each tuple. */
export class CodeBolt implements Bolt {
  readonly executeMicros: number
  readonly #code: BoltCode
  #collector: OutputCollector | undefined

  constructor(executeMicros: number, code: BoltCode) {
    this.executeMicros = executeMicros
    this.#code = code
  }

  prepare(collector: OutputCollector): void {
    this.#collector = collector
  }

  execute(tuple: Tuple): void {
    if (this.#collector !== undefined) this.#code(tuple, this.#collector)
  }
}
