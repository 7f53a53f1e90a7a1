/** Sub-buckets per power of two: values are kept within 1/128 of themselves. */
const subBuckets = 128
const subBucketBits = 7

/**
 * Latencies in log-linear buckets (the layout of HdrHistogram): exact below 256 µs, within 0.8 % above. Bucket numbers
 * come from integer arithmetic, since libraries that use `Math.log` may put a value into another bucket on another engine.
 */
export class LatencyHistogram {
  #counts = new Float64Array(subBuckets * 4)
  #total = 0
  #max = 0

  /** Adds a latency of whole microseconds, so many times. */
  add(micros: number, times = 1): void {
    const value = micros < 0 ? 0 : micros
    const index = bucketOf(value)
    if (index >= this.#counts.length) {
      const larger = new Float64Array(Math.max(index + 1, this.#counts.length * 2))
      larger.set(this.#counts)
      this.#counts = larger
    }
    this.#counts[index] = (this.#counts[index] ?? 0) + times
    this.#total += times
    if (value > this.#max) this.#max = value
  }

  /** How many latencies were added. */
  get total(): number {
    return this.#total
  }

  /** The largest one, exactly. */
  get maxMicros(): number {
    return this.#max
  }

  /** The value that a share (0 to 1) of all latencies does not exceed; NaN when there is none. */
  quantileMicros(share: number): number {
    if (this.#total === 0) return Number.NaN
    const rank = Math.max(1, Math.ceil(share * this.#total))
    let seen = 0
    for (let index = 0; index < this.#counts.length; index++) {
      seen += this.#counts[index] ?? 0
      if (seen >= rank) return Math.min(bucketTop(index), this.#max)
    }
    return this.#max
  }
}

function bucketOf(value: number): number {
  if (value < subBuckets * 2) return value
  const high = Math.floor(value / 4294967296)
  const bits = high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(value)
  const shift = bits - subBucketBits - 1
  return (shift + 1) * subBuckets + (Math.floor(value / 2 ** shift) - subBuckets)
}

function bucketTop(index: number): number {
  if (index < subBuckets * 2) return index
  const shift = Math.floor(index / subBuckets) - 1
  return (subBuckets + (index % subBuckets) + 1) * 2 ** shift - 1
}
