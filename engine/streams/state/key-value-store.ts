import type { Serde } from '../serde/serde.ts'
import { EntryStore, type EntryStoreOptions } from './entry-store.ts'
import type { LoggedChange, StateStore } from './state-store.ts'

/** A value with its timestamp in milliseconds (ValueAndTimestamp). */
export interface TimedValue {
  readonly value: unknown
  readonly timestamp: number
}

/** Who hears of a key's change. */
export type RowListener = (key: unknown, fresh: TimedValue | undefined, old: TimedValue | undefined, changedAtMs: number) => void

/** Values with timestamps by key (TimestampedKeyValueStore). */
export class KeyValueStore implements StateStore {
  readonly name: string
  readonly #entries: EntryStore
  readonly #keySerde: Serde
  readonly #valueSerde: Serde

  constructor(options: EntryStoreOptions, keySerde: Serde, valueSerde: Serde) {
    this.name = options.name
    this.#entries = new EntryStore(options)
    this.#keySerde = keySerde
    this.#valueSerde = valueSerde
  }

  /** Says who hears of changes, at once or when they leave the cache. */
  onChange(listener: RowListener): void {
    this.#entries.onChange((key, fresh, old, context) => {
      listener(this.#keySerde.deserialize(key), this.#timed(fresh), this.#timed(old), context.timestamp)
    })
  }

  /** What a key has; undefined when it has nothing. */
  get(key: unknown): TimedValue | undefined {
    return this.#timed(this.#entries.get(this.#keySerde.serialize(key)))
  }

  /** Sets a key's value; null or undefined deletes it. */
  put(key: unknown, value: unknown, timestamp: number): void {
    const isDeletion = value === null || value === undefined
    this.#entries.put(this.#keySerde.serialize(key), isDeletion ? undefined : { value: this.#valueSerde.serialize(value), timestamp })
  }

  /** All rows, in the order of the keys' bytes. */
  all(): readonly (TimedValue & { readonly key: unknown })[] {
    return [...this.#entries.keys()].sort(byBytes).flatMap((key) => {
      const entry = this.#timed(this.#entries.get(key))
      return entry === undefined ? [] : [{ key: this.#keySerde.deserialize(key), ...entry }]
    })
  }

  flush(): void {
    this.#entries.flush()
  }

  restore(change: LoggedChange): void {
    this.#entries.restore(change)
  }

  #timed(entry: { readonly value: string; readonly timestamp: number } | undefined): TimedValue | undefined {
    return entry === undefined ? undefined : { value: this.#valueSerde.deserialize(entry.value), timestamp: entry.timestamp }
  }
}

/** Compares byte strings as RocksDB does: unsigned, the shorter first. */
export function byBytes(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
