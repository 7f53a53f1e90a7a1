import type { RandomStream } from '../../sim/random-stream.ts'

/** What a back-off grows from and to. */
export interface BackoffRange {
  readonly initialMs: number
  readonly maxMs: number
}

/** Share by which a back-off is drawn longer or shorter (CommonClientConfigs.RETRY_BACKOFF_JITTER). */
const jitter = 0.2

/**
 * Waits that double with each attempt, ±20 %, and never exceed their maximum (Kafka's ExponentialBackoff, KIP-580).
 * Every call draws anew, as in Kafka.
 */
export class ExponentialBackoff {
  readonly #range: BackoffRange
  readonly #random: RandomStream

  constructor(range: BackoffRange, random: RandomStream) {
    this.#range = range
    this.#random = random
  }

  /** The wait after so many earlier attempts (0 for the first wait), in whole microseconds. */
  micros(attempts: number): number {
    const { initialMs, maxMs } = this.#range
    if (initialMs >= maxMs) return Math.round(Math.min(initialMs * this.#factor(), initialMs) * 1000)
    let termMs = initialMs
    for (let attempt = 0; attempt < attempts && termMs < maxMs; attempt++) termMs *= 2
    return Math.round(Math.min(Math.min(termMs, maxMs) * this.#factor(), maxMs) * 1000)
  }

  #factor(): number {
    return this.#random.nextBetween(1 - jitter, 1 + jitter)
  }
}
