/**
 * A map that forgets what was put into it before the last so many rotations. Putting a key again makes it young.
 * Source: org.apache.storm.utils.RotatingMap.
 */
export class RotatingMap<K, V> {
  readonly #onExpired: (key: K, value: V) => void
  /** Youngest first. */
  #buckets: Map<K, V>[]

  /** @param bucketCount at least 2: a key lives through one rotation fewer, and dies at the one that makes as many */
  constructor(bucketCount: number, onExpired: (key: K, value: V) => void = () => undefined) {
    this.#buckets = Array.from({ length: bucketCount }, () => new Map<K, V>())
    this.#onExpired = onExpired
  }

  get size(): number {
    return this.#buckets.reduce((sum, bucket) => sum + bucket.size, 0)
  }

  /** The value of a key. */
  get(key: K): V | undefined {
    return this.#buckets.find((bucket) => bucket.has(key))?.get(key)
  }

  /** Puts a key among the youngest. */
  put(key: K, value: V): void {
    for (const bucket of this.#buckets) bucket.delete(key)
    this.#buckets[0]?.set(key, value)
  }

  /** Takes a key out, and gives its value. */
  remove(key: K): V | undefined {
    for (const bucket of this.#buckets) {
      const value = bucket.get(key)
      if (value === undefined) continue
      bucket.delete(key)
      return value
    }
    return undefined
  }

  /** Makes everything older, and lets the oldest expire, in the order in which it was put. */
  rotate(): void {
    const expired = this.#buckets.pop()
    this.#buckets.unshift(new Map())
    for (const [key, value] of expired ?? []) this.#onExpired(key, value)
  }
}
