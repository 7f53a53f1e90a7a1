import type { EndingRequest } from '../../ledger/lane-ledger.ts'
import type { LaneLedger } from '../../ledger/lane-ledger.ts'
import type { EventRun } from '../event/event-run.ts'

/** A batch in a component's memory, until it lets go. */
export interface Grip {
  release(): void
}

/** The events that a component has in its hands: read or received, and not yet in a channel. */
export class Hands {
  readonly #batches = new Set<readonly EventRun[]>()
  readonly #watched: ((visit: (run: EventRun) => void) => void)[] = []

  /** Takes a batch in hand. */
  hold(runs: readonly EventRun[]): Grip {
    const batch = [...runs]
    this.#batches.add(batch)
    return { release: () => this.#batches.delete(batch) }
  }

  /** Adds a place in memory that is looked into whenever somebody walks. */
  watch(walk: (visit: (run: EventRun) => void) => void): void {
    this.#watched.push(walk)
  }

  walk(visit: (run: EventRun) => void): void {
    for (const walk of this.#watched) walk(visit)
    for (const batch of this.#batches) for (const run of batch) visit(run)
  }

  /** The memory is gone: reports every batch. */
  drop(ledger: LaneLedger, ending: EndingRequest): void {
    this.walk((run) => {
      ledger.copyEnded(run, ending)
    })
    this.#batches.clear()
    this.#watched.length = 0
  }
}
