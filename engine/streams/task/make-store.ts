import { KeyValueStore } from '../state/key-value-store.ts'
import { ListStore } from '../state/list-store.ts'
import { SessionStore } from '../state/session-store.ts'
import type { StateStore, StoreHost } from '../state/state-store.ts'
import type { StoreSpec } from '../state/store-spec.ts'
import { SubscriptionStore } from '../state/subscription-store.ts'
import { SuppressionBuffer } from '../state/suppression-buffer.ts'
import { WindowStore } from '../state/window-store.ts'

/** A task's own store. */
export function makeStore(spec: StoreSpec, host: StoreHost): StateStore {
  const entries = { name: spec.name, isCached: spec.isCached, host }
  switch (spec.kind) {
    case 'keyValue': return new KeyValueStore(entries, spec.keySerde, spec.valueSerde)
    case 'window': return new WindowStore({ ...spec, host })
    case 'session': return new SessionStore({ ...spec, host })
    case 'list': return new ListStore(entries)
    case 'subscription': return new SubscriptionStore(entries, spec)
    case 'buffer': return new SuppressionBuffer(spec.name, host)
  }
}
