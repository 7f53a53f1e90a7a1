import type { RecordContext } from '../processor/processor.ts'
import type { ByteString } from '../serde/byte-string.ts'
import type { Entry, LoggedChange, StateStore, StoreHost } from './state-store.ts'

/** Who hears of changes when they leave the cache. */
export type ChangeListener = (key: ByteString, fresh: Entry | undefined, old: Entry | undefined, changedAt: RecordContext) => void

/** What waits in the cache for a key. */
interface Waiting {
  /** What the key had when the last change left the cache. */
  readonly old: Entry | undefined
  readonly context: RecordContext
  readonly bytes: number
}

/** How an entry store is made. */
export interface EntryStoreOptions {
  readonly name: string
  readonly isCached: boolean
  readonly host: StoreHost
}

/** A cached entry's record context beside key and value (LRUCacheEntry, ProcessorRecordContext): offset, timestamp, partition. */
const contextBytes = 20

/**
 * Entries by bytes, with record cache and changelog (CachingKeyValueStore over ChangeLoggingKeyValueBytesStore over the
 * store itself). Changes of a key that meet in the cache leave it as one, in the order of each key's last change (NamedCache).
 */
export class EntryStore implements StateStore {
  readonly name: string
  readonly #entries = new Map<ByteString, Entry>()
  readonly #waiting = new Map<ByteString, Waiting>()
  readonly #options: EntryStoreOptions
  #listener: ChangeListener = () => undefined
  #cachedBytes = 0

  constructor(options: EntryStoreOptions) {
    this.name = options.name
    this.#options = options
  }

  /** Says who hears of changes. */
  onChange(listener: ChangeListener): void {
    this.#listener = listener
  }

  /** What the key has now, the cache included. */
  get(key: ByteString): Entry | undefined {
    return this.#entries.get(key)
  }

  /** All keys, in no order. */
  keys(): IterableIterator<ByteString> {
    return this.#entries.keys()
  }

  /** Sets or (undefined) deletes an entry. */
  put(key: ByteString, entry: Entry | undefined): void {
    const context = this.#options.host.recordContext
    const old = this.#entries.get(key)
    this.#set(key, entry)
    if (!this.#options.isCached) {
      this.#leave(key, { old, context, bytes: 0 })
      return
    }
    const before = this.#waiting.get(key)
    const bytes = key.length + (entry?.value.length ?? 0) + contextBytes
    this.#waiting.delete(key)
    this.#waiting.set(key, { old: before === undefined ? old : before.old, context, bytes })
    this.#cachedBytes += bytes - (before?.bytes ?? 0)
    const over = this.#options.host.cached(bytes - (before?.bytes ?? 0))
    if (over > 0) this.#evict(this.#cachedBytes - over)
  }

  flush(): void {
    for (const [key, waiting] of [...this.#waiting]) if (this.#waiting.get(key) === waiting) this.#take(key, waiting)
  }

  restore({ key, value, timestamp }: LoggedChange): void {
    this.#set(key, value === null ? undefined : { value, timestamp: timestamp ?? 0 })
  }

  /** Forgets an entry whose time is over: neither changelog nor downstream hear of it. */
  expire(key: ByteString): void {
    this.#entries.delete(key)
  }

  /** Lets the changes that have waited longest leave the cache until no more than so many bytes wait. */
  #evict(bytesMax: number): void {
    for (const [key, waiting] of this.#waiting) {
      if (this.#cachedBytes <= Math.max(bytesMax, 0)) return
      this.#take(key, waiting)
    }
  }

  #take(key: ByteString, waiting: Waiting): void {
    this.#waiting.delete(key)
    this.#cachedBytes -= waiting.bytes
    this.#options.host.cached(-waiting.bytes)
    const { host } = this.#options
    host.within(waiting.context, () => { this.#leave(key, waiting) })
  }

  #leave(key: ByteString, { old, context }: Waiting): void {
    const fresh = this.#entries.get(key)
    if (fresh === undefined && old === undefined && this.#options.isCached) return
    this.#options.host.log(this.name, { key, value: fresh?.value ?? null, timestamp: fresh?.timestamp ?? context.timestamp })
    this.#listener(key, fresh, old, context)
  }

  #set(key: ByteString, entry: Entry | undefined): void {
    if (entry === undefined) this.#entries.delete(key)
    else this.#entries.set(key, entry)
  }
}
