import type { ByteString } from '../serde/byte-string.ts'
import type { Serde } from '../serde/serde.ts'
import type { Subscription } from '../serde/subscription.ts'
import { EntryStore, type EntryStoreOptions } from './entry-store.ts'
import { byBytes, type TimedValue } from './key-value-store.ts'
import type { LoggedChange, StateStore } from './state-store.ts'

/** Subscriptions of a foreign-key join by foreign key and primary key. */
export class SubscriptionStore implements StateStore {
  readonly name: string
  readonly #entries: EntryStore
  readonly #primaryKeySerde: Serde
  readonly #subscriptionSerde: Serde

  /** @param serdes of primary keys, and of subscriptions */
  constructor(options: EntryStoreOptions, serdes: { readonly keySerde: Serde; readonly valueSerde: Serde }) {
    this.name = options.name
    this.#entries = new EntryStore({ ...options, isCached: false })
    this.#primaryKeySerde = serdes.keySerde
    this.#subscriptionSerde = serdes.valueSerde
  }

  /** Keeps or ends a subscription. */
  put(prefix: ByteString, subscription: Subscription, isEnd: boolean, timestamp: number): void {
    const key = prefix + this.#primaryKeySerde.serialize(subscription.primaryKey)
    this.#entries.put(key, isEnd ? undefined : { value: this.#subscriptionSerde.serialize(subscription), timestamp })
  }

  /** The subscriptions of a foreign key, by primary key. */
  of(prefix: ByteString): readonly TimedValue[] {
    const keys = [...this.#entries.keys()].filter((key) => key.startsWith(prefix)).sort(byBytes)
    return keys.flatMap((key) => {
      const entry = this.#entries.get(key)
      return entry === undefined ? [] : [{ value: this.#subscriptionSerde.deserialize(entry.value), timestamp: entry.timestamp }]
    })
  }

  flush(): void {
    this.#entries.flush()
  }

  restore(change: LoggedChange): void {
    this.#entries.restore(change)
  }
}
