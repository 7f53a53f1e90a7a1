import type { RecordRun } from '../../ledger/record-run.ts'
import type { Bolt, OutputCollector } from '../topology/component.ts'
import type { Tuple } from '../tuple/tuple.ts'

/** A connection to a store; calls back when the store has the records. */
export interface TupleStore {
  write(tuple: Tuple, run: RecordRun, done: () => void): void
}

/**
 * Writes its tuples' records to a store, acks each tuple when the store has answered, and passes it on anchored. Many writes
 * may be under way: nothing waits for the tuple before.
 */
export class StoreBolt implements Bolt {
  readonly executeMicros: number
  readonly #connect: () => TupleStore
  readonly #inHand = new Set<Tuple>()
  #store: TupleStore | undefined
  #collector: OutputCollector | undefined

  constructor(executeMicros: number, connect: () => TupleStore) {
    this.executeMicros = executeMicros
    this.#connect = connect
  }

  prepare(collector: OutputCollector): void {
    this.#collector = collector
    this.#store = this.#connect()
  }

  execute(tuple: Tuple): void {
    const collector = this.#collector
    if (this.#store === undefined || collector === undefined) return
    this.#inHand.add(tuple)
    collector.keep(tuple)
    let open = tuple.runs.length
    const answered = (): void => {
      open--
      if (open > 0) return
      this.#inHand.delete(tuple)
      collector.emit([tuple], tuple.values)
      collector.ack(tuple)
    }
    for (const run of tuple.runs) this.#store.write(tuple, run, answered)
  }

  walk(visit: (run: RecordRun) => void): void {
    for (const { runs } of this.#inHand) runs.forEach(visit)
  }
}
