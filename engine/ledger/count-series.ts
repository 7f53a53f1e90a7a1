/** Width of a bucket. */
const bucketMicros = 100_000

/** Counts per tenth of a second of virtual time: the curves of the chart. */
export class CountSeries {
  #buckets = new Float64Array(64)
  #used = 0

  /** Counts at a moment. */
  add(timeMicros: number, count: number): void {
    const index = Math.floor(timeMicros / bucketMicros)
    if (index >= this.#buckets.length) {
      const larger = new Float64Array(Math.max(index + 1, this.#buckets.length * 2))
      larger.set(this.#buckets)
      this.#buckets = larger
    }
    this.#buckets[index] = (this.#buckets[index] ?? 0) + count
    if (index >= this.#used) this.#used = index + 1
  }

  /** The counts so far, one number a bucket. */
  toArray(): { readonly bucketMicros: number; readonly counts: Float64Array } {
    return { bucketMicros, counts: this.#buckets.slice(0, this.#used) }
  }
}
