import type { Process, Timer } from '../../sim/process.ts'
import { microsPerMilli } from '../../sim/time.ts'
import type { Partition } from './partition.ts'

/** A fetch request that waits for bytes or for its time (DelayedFetch). */
export class DelayedFetch {
  readonly #process: Process
  readonly #partitions: readonly Partition[]
  readonly #isReady: () => boolean
  readonly #done: () => void
  readonly #timer: Timer
  #isDone = false

  /** @param isReady whether there is enough to answer with @param done answers with what there is then */
  constructor(process: Process, waitMs: number, partitions: readonly Partition[], isReady: () => boolean, done: () => void) {
    this.#process = process
    this.#partitions = partitions
    this.#isReady = isReady
    this.#done = done
    for (const partition of partitions) partition.delayedFetches.add(this)
    this.#timer = process.after(waitMs * microsPerMilli, () => { this.#finish() })
  }

  /** Answers if there is enough now. */
  tryComplete(): void {
    if (!this.#isDone && this.#isReady()) this.#finish()
  }

  #finish(): void {
    if (this.#isDone) return
    this.#isDone = true
    this.#process.cancel(this.#timer)
    for (const partition of this.#partitions) partition.delayedFetches.delete(this)
    this.#done()
  }
}
