import { spreadHash, tableSizeFor } from '../../../sim/java/string-hash.ts'

const DEFAULT_CAPACITY = 16
const TREEIFY_THRESHOLD = 8
const MIN_TREEIFY_CAPACITY = 64

/**
 * A map from strings that iterates in the order of `java.util.HashMap` (JDK 17): by bucket, and within a bucket by insertion.
 * A resize keeps the order within a bucket, and the table never shrinks, so the order follows from the capacity reached.
 * Bins of more than eight keys in a table of 64 or more (red-black trees in Java) keep insertion order here.
 */
export class JavaHashMap<Value> {
  readonly #values = new Map<string, Value>()
  #capacity: number

  /** @param initialCapacity table size asked for, in buckets; 16 when not given. */
  constructor(initialCapacity = DEFAULT_CAPACITY) {
    this.#capacity = tableSizeFor(initialCapacity)
  }

  /** Number of keys. */
  get size(): number {
    return this.#values.size
  }

  get(key: string): Value | undefined {
    return this.#values.get(key)
  }

  has(key: string): boolean {
    return this.#values.has(key)
  }

  /** Adds or replaces; a replaced key keeps its place. */
  set(key: string, value: Value): void {
    const isNew = !this.#values.has(key)
    this.#values.set(key, value)
    if (!isNew) return
    if (this.#capacity < MIN_TREEIFY_CAPACITY && this.#binLength(key) > TREEIFY_THRESHOLD) this.#capacity *= 2
    if (this.#values.size > this.#capacity * 0.75) this.#capacity *= 2
  }

  /** Removes a key, and says whether it was there. */
  delete(key: string): boolean {
    return this.#values.delete(key)
  }

  /** The keys in the order of the Java table. */
  keys(): string[] {
    const buckets = new Map<number, string[]>()
    for (const key of this.#values.keys()) {
      const bucket = this.#bucketOf(key)
      const bin = buckets.get(bucket)
      if (bin === undefined) buckets.set(bucket, [key])
      else bin.push(key)
    }
    return [...buckets.entries()].sort(([left], [right]) => left - right).flatMap(([, bin]) => bin)
  }

  /** The entries in the order of the Java table. */
  entries(): [string, Value][] {
    const entries: [string, Value][] = []
    for (const key of this.keys()) {
      const value = this.#values.get(key)
      if (value !== undefined) entries.push([key, value])
    }
    return entries
  }

  #bucketOf(key: string): number {
    return spreadHash(key) & (this.#capacity - 1)
  }

  #binLength(key: string): number {
    const bucket = this.#bucketOf(key)
    let length = 0
    for (const other of this.#values.keys()) if (this.#bucketOf(other) === bucket) length += 1
    return length
  }
}
