import { microsPerSecond } from './time.ts'

/** How fast a server works. */
export interface Pace {
  /** From the end of the work on a request to its answer, in microseconds. */
  readonly answerMicros: number
  /** Records that it works through in a second, one after the other; absent: any number. */
  readonly perSecond?: number
}

/** A server that works through what it gets in the order in which it comes, at a pace that may change. */
export class ServicePace {
  #pace: Pace
  /** When it has done all that it was given; not rounded, so that rounding does not add up. */
  #busyUntilMicros = 0

  constructor(pace: Pace) {
    this.#pace = pace
  }

  get pace(): Pace {
    return this.#pace
  }

  /** What comes from now on is done at another pace. */
  change(pace: Pace): void {
    this.#pace = pace
  }

  /** It is given records. @returns whole microseconds from now to its answer */
  take(nowMicros: number, records: number): number {
    const { perSecond, answerMicros } = this.#pace
    if (perSecond === undefined) return answerMicros
    this.#busyUntilMicros = Math.max(nowMicros, this.#busyUntilMicros) + (records * microsPerSecond) / perSecond
    return Math.ceil(this.#busyUntilMicros - nowMicros) + answerMicros
  }

  /** What it had to do is gone. */
  reset(): void {
    this.#busyUntilMicros = 0
  }
}
