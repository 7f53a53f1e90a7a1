/** How a quota is measured (QuotaConfig). */
export interface QuotaWindows {
  /** quota.window.num */
  readonly samples: number
  /** quota.window.size.seconds, in milliseconds. */
  readonly windowMs: number
}

interface Sample {
  readonly startMs: number
  sum: number
}

/**
 * The rate of something over the last windows (org.apache.kafka.common.metrics.stats.Rate): the sum of the samples divided
 * by the time that they cover, which counts as at least all windows but one.
 */
export class QuotaRate {
  readonly #windows: QuotaWindows
  #samples: Sample[] = []

  constructor(windows: QuotaWindows) {
    this.#windows = windows
  }

  /** Adds an amount; a negative one takes back what was recorded just before. */
  record(amount: number, nowMs: number): void {
    const current = this.#samples[this.#samples.length - 1]
    if (current !== undefined && nowMs - current.startMs < this.#windows.windowMs) current.sum += amount
    else this.#samples.push({ startMs: nowMs, sum: amount })
    this.#purge(nowMs)
  }

  /**
   * How long to wait until the rate is within a limit per second again, if nothing comes meanwhile, in whole milliseconds
   * (QuotaUtils.throttleTime); 0 when it is.
   */
  throttleMs(limit: number, nowMs: number): number {
    this.#purge(nowMs)
    const coveredMs = this.#coveredMs(nowMs)
    const rate = (this.#samples.reduce((sum, sample) => sum + sample.sum, 0) * 1000) / coveredMs
    return rate <= limit ? 0 : Math.round(((rate - limit) / limit) * coveredMs)
  }

  #coveredMs(nowMs: number): number {
    const { samples, windowMs } = this.#windows
    const elapsedMs = nowMs - (this.#samples[0]?.startMs ?? nowMs)
    const missing = samples - 1 - Math.floor(elapsedMs / windowMs)
    return Math.max(elapsedMs + Math.max(0, missing) * windowMs, windowMs)
  }

  #purge(nowMs: number): void {
    const oldestMs = nowMs - this.#windows.samples * this.#windows.windowMs
    const isOld = (sample: Sample | undefined): boolean => sample !== undefined && sample.startMs <= oldestMs
    if (isOld(this.#samples[0])) this.#samples = this.#samples.filter((sample) => !isOld(sample))
  }
}
