import { int32Bytes, readInt32, type ByteString } from '../serde/byte-string.ts'
import { EntryStore, type EntryStoreOptions } from './entry-store.ts'
import { byBytes } from './key-value-store.ts'
import type { LoggedChange, StateStore, StoreHost } from './state-store.ts'

/** Lists of bytes by key: what an outer join keeps of records that have no partner yet (ListValueStore). */
export class ListStore implements StateStore {
  readonly name: string
  readonly #entries: EntryStore
  readonly #host: StoreHost

  constructor(options: EntryStoreOptions) {
    this.name = options.name
    this.#entries = new EntryStore({ ...options, isCached: false })
    this.#host = options.host
  }

  /** Adds an item to a key's list. */
  append(key: ByteString, item: ByteString): void {
    const items = [...this.get(key), item]
    this.#entries.put(key, { value: encodeList(items), timestamp: this.#host.recordContext.timestamp })
  }

  /** A key's list; empty when it has none. */
  get(key: ByteString): readonly ByteString[] {
    const entry = this.#entries.get(key)
    return entry === undefined ? [] : decodeList(entry.value)
  }

  /** Deletes a key's list, if it has one. */
  delete(key: ByteString): void {
    if (this.#entries.get(key) !== undefined) this.#entries.put(key, undefined)
  }

  /** All keys, in the order of their bytes. */
  keys(): readonly ByteString[] {
    return [...this.#entries.keys()].sort(byBytes)
  }

  flush(): void {
    this.#entries.flush()
  }

  restore(change: LoggedChange): void {
    this.#entries.restore(change)
  }
}

/** Sizes before items (ListSerializer with the strategy VARIABLE_SIZE, 1). */
function encodeList(items: readonly ByteString[]): ByteString {
  return `\u0001${int32Bytes(items.length)}${items.map((item) => int32Bytes(item.length) + item).join('')}`
}

function decodeList(bytes: ByteString): readonly ByteString[] {
  const items: ByteString[] = []
  let at = 5
  for (let left = readInt32(bytes, 1); left > 0; left -= 1) {
    const length = readInt32(bytes, at)
    items.push(bytes.slice(at + 4, at + 4 + length))
    at += 4 + length
  }
  return items
}
