import { WindowedKey } from '../processor/windowed-key.ts'
import type { Serde } from '../serde/serde.ts'
import { int64Bytes, readInt64, type ByteString } from '../serde/byte-string.ts'
import { EntryStore, type EntryStoreOptions } from './entry-store.ts'
import type { LoggedChange, StateStore, StoreHost } from './state-store.ts'
import { TimedKeys } from './timed-keys.ts'

/** A session of a key with what it holds. */
export interface Session {
  readonly window: WindowedKey
  readonly value: unknown
}

/** Who hears of a session's change; undefined where there is or was none. */
export type SessionListener = (window: WindowedKey, fresh: unknown, old: unknown) => void

/** How a session store is made, beside its entries. */
export interface SessionStoreOptions extends EntryStoreOptions {
  readonly keySerde: Serde
  readonly valueSerde: Serde
  readonly retentionMs: number
}

/** Values by key and session (SessionStore over RocksDB; keys as SessionKeySchema has them: key, end, start). Times in milliseconds. */
export class SessionStore implements StateStore {
  readonly name: string
  readonly #options: SessionStoreOptions
  readonly #entries: EntryStore
  readonly #keys: TimedKeys
  readonly #host: StoreHost

  constructor(options: SessionStoreOptions) {
    this.name = options.name
    this.#options = options
    this.#entries = new EntryStore(options)
    this.#keys = new TimedKeys({ prefixOf: (key) => key.slice(0, -16), timeOf: endOf, retentionMs: options.retentionMs })
    this.#host = options.host
  }

  /** Says who hears of changes. */
  onChange(listener: SessionListener): void {
    this.#entries.onChange((key, fresh, old) => { listener(this.#window(key), this.#value(fresh?.value), this.#value(old?.value)) })
  }

  /** A key's sessions that end at or after one time and start at or before another, by end and start. */
  find(key: unknown, earliestEnd: number, latestStart: number): readonly Session[] {
    return this.#keys.of(this.#options.keySerde.serialize(key)).flatMap((binaryKey) => {
      const entry = this.#entries.get(binaryKey)
      const isIn = endOf(binaryKey) >= earliestEnd && startOf(binaryKey) <= latestStart
      return entry === undefined || !isIn ? [] : [{ window: this.#window(binaryKey), value: this.#value(entry.value) }]
    })
  }

  /** All sessions that end within [from, to], by end and then by key. */
  findEnded(from: number, to: number): readonly Session[] {
    const keys = [...this.#entries.keys()].filter((key) => endOf(key) >= from && endOf(key) <= to)
    const timeFirst = (key: ByteString): string => key.slice(-16) + key.slice(0, -16)
    keys.sort((left, right) => (timeFirst(left) < timeFirst(right) ? -1 : 1))
    return keys.map((key) => ({ window: this.#window(key), value: this.#value(this.#entries.get(key)?.value) }))
  }

  /** Sets what a session holds. */
  put(window: WindowedKey, value: unknown): void {
    const key = this.#binaryKey(window)
    const expired = this.#keys.add(key)
    if (expired === undefined) {
      this.#host.drop()
      return
    }
    for (const old of expired) this.#entries.expire(old)
    this.#entries.put(key, { value: this.#options.valueSerde.serialize(value), timestamp: this.#host.recordContext.timestamp })
  }

  /** Deletes a session. */
  remove(window: WindowedKey): void {
    this.#entries.put(this.#binaryKey(window), undefined)
  }

  flush(): void {
    this.#entries.flush()
  }

  restore(change: LoggedChange): void {
    for (const old of this.#keys.add(change.key) ?? []) this.#entries.expire(old)
    this.#entries.restore(change)
  }

  #binaryKey({ key, start, end }: WindowedKey): ByteString {
    return this.#options.keySerde.serialize(key) + int64Bytes(end) + int64Bytes(start)
  }

  #window(binaryKey: ByteString): WindowedKey {
    return new WindowedKey(this.#options.keySerde.deserialize(binaryKey.slice(0, -16)), startOf(binaryKey), endOf(binaryKey))
  }

  #value(bytes: ByteString | undefined): unknown {
    return bytes === undefined ? undefined : this.#options.valueSerde.deserialize(bytes)
  }
}

function endOf(binaryKey: ByteString): number {
  return Number(readInt64(binaryKey, binaryKey.length - 16))
}

function startOf(binaryKey: ByteString): number {
  return Number(readInt64(binaryKey, binaryKey.length - 8))
}
