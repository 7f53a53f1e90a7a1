import type { Serde } from '../serde/serde.ts'
import { int32Bytes, int64Bytes, readInt64, type ByteString } from '../serde/byte-string.ts'
import { EntryStore, type EntryStoreOptions } from './entry-store.ts'
import type { TimedValue } from './key-value-store.ts'
import type { LoggedChange, StateStore, StoreHost } from './state-store.ts'
import { TimedKeys } from './timed-keys.ts'

/** A window of a key with what it holds. */
export interface WindowedValue extends TimedValue {
  readonly key: unknown
  readonly start: number
}

/** Who hears of a window's change. */
export type WindowListener = (key: unknown, start: number, fresh: TimedValue | undefined, old: TimedValue | undefined, changedAtMs: number) => void

/** How a window store is made, beside its entries. */
export interface WindowStoreOptions extends EntryStoreOptions {
  readonly keySerde: Serde
  readonly valueSerde: Serde
  readonly retentionMs: number
  /** Whether each put is kept by itself (stores of joined streams), numbered in its key. */
  readonly retainDuplicates: boolean
}

/** Values by key and window start (WindowStore over RocksDB; keys as WindowKeySchema has them). Times in milliseconds. */
export class WindowStore implements StateStore {
  readonly name: string
  readonly #options: WindowStoreOptions
  readonly #entries: EntryStore
  readonly #keys: TimedKeys
  readonly #host: StoreHost
  #sequence = 0

  constructor(options: WindowStoreOptions) {
    this.name = options.name
    this.#options = options
    this.#entries = new EntryStore(options)
    this.#keys = new TimedKeys({ prefixOf: (key) => key.slice(0, -12), timeOf: startOf, retentionMs: options.retentionMs })
    this.#host = options.host
  }

  /** Says who hears of changes. */
  onChange(listener: WindowListener): void {
    this.#entries.onChange((key, fresh, old, context) => {
      listener(this.#options.keySerde.deserialize(key.slice(0, -12)), startOf(key), this.#timed(fresh), this.#timed(old), context.timestamp)
    })
  }

  /** What a window of a key holds. */
  get(key: unknown, start: number): TimedValue | undefined {
    if (start < this.#keys.liveFromMs) return undefined
    return this.#timed(this.#entries.get(this.#binaryKey(key, start, 0)))
  }

  /** Sets what a window holds; null deletes. Where duplicates are kept, a null leaves a trace in the changelog only. */
  put(key: unknown, value: unknown, start: number, timestamp: number): void {
    const { retainDuplicates, valueSerde } = this.#options
    const isDeletion = value === null || value === undefined
    if (retainDuplicates) this.#sequence = (this.#sequence + 1) & 0x7fffffff
    const binaryKey = this.#binaryKey(key, start, retainDuplicates ? this.#sequence : 0)
    if (retainDuplicates && isDeletion) {
      this.#host.log(this.name, { key: binaryKey, value: null, timestamp })
      return
    }
    const expired = this.#keys.add(binaryKey)
    if (expired === undefined) {
      this.#host.drop()
      return
    }
    for (const old of expired) this.#entries.expire(old)
    this.#entries.put(binaryKey, isDeletion ? undefined : { value: valueSerde.serialize(value), timestamp })
  }

  /** A key's windows that start within [from, to], the earliest first. */
  fetch(key: unknown, from: number, to: number): readonly WindowedValue[] {
    const earliest = Math.max(from, this.#keys.liveFromMs)
    return this.#keys.of(this.#options.keySerde.serialize(key)).flatMap((binaryKey) => {
      const start = startOf(binaryKey)
      return start < earliest || start > to ? [] : this.#windowed(key, binaryKey)
    })
  }

  /** All windows that start within [from, to], by start and then by key. */
  fetchAll(from: number, to: number): readonly WindowedValue[] {
    const keys = [...this.#entries.keys()].filter((key) => startOf(key) >= from && startOf(key) <= to)
    const timeFirst = (key: ByteString): string => key.slice(-12, -4) + key.slice(0, -12)
    keys.sort((left, right) => (timeFirst(left) < timeFirst(right) ? -1 : 1))
    return keys.flatMap((key) => this.#windowed(this.#options.keySerde.deserialize(key.slice(0, -12)), key))
  }

  flush(): void {
    this.#entries.flush()
  }

  restore(change: LoggedChange): void {
    for (const old of this.#keys.add(change.key) ?? []) this.#entries.expire(old)
    this.#entries.restore(change)
  }

  #binaryKey(key: unknown, start: number, sequence: number): ByteString {
    return this.#options.keySerde.serialize(key) + int64Bytes(start) + int32Bytes(sequence)
  }

  #windowed(key: unknown, binaryKey: ByteString): readonly WindowedValue[] {
    const timed = this.#timed(this.#entries.get(binaryKey))
    return timed === undefined ? [] : [{ key, start: startOf(binaryKey), ...timed }]
  }

  #timed(entry: { readonly value: ByteString; readonly timestamp: number } | undefined): TimedValue | undefined {
    return entry === undefined ? undefined : { value: this.#options.valueSerde.deserialize(entry.value), timestamp: entry.timestamp }
  }
}

function startOf(binaryKey: ByteString): number {
  return Number(readInt64(binaryKey, binaryKey.length - 12))
}
