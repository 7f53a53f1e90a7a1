/** Says that a period is over, the first time after a delay. Source: org.apache.storm.kafka.spout.internal.Timer. */
export class SpoutTimer {
  readonly #periodMicros: number
  readonly #now: () => number
  #startMicros: number

  constructor(delayMs: number, periodMs: number, now: () => number) {
    this.#periodMicros = periodMs * 1000
    this.#now = now
    this.#startMicros = now() + delayMs * 1000
  }

  /** Whether the period is over; if it is, the next begins. */
  isExpiredResetOnTrue(): boolean {
    const isExpired = this.#now() - this.#startMicros >= this.#periodMicros
    if (isExpired) this.#startMicros = this.#now()
    return isExpired
  }
}
