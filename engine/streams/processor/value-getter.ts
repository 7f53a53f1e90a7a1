import type { TimedValue } from '../state/key-value-store.ts'
import type { ProcessorContext } from './processor.ts'
import { keyValueStore } from './table-source.ts'

/** How another node looks up a table's row: in a store, or worked out of the rows that it is made from (KTableValueGetterSupplier). */
export interface ValueGetter {
  /** Stores that the looking node must be connected to. */
  readonly stores: readonly string[]
  readonly make: (context: ProcessorContext) => (key: unknown) => TimedValue | undefined
}

/** Looks rows up in a store. */
export function storeGetter(storeName: string): ValueGetter {
  return {
    stores: [storeName],
    make: (context) => {
      const store = keyValueStore(context, storeName)
      return (key) => store.get(key)
    },
  }
}

/** Looks rows up that are made of another table's; null for none. */
export function mappedGetter(parent: ValueGetter, map: (key: unknown, value: unknown) => unknown): ValueGetter {
  return {
    stores: parent.stores,
    make: (context) => {
      const get = parent.make(context)
      return (key) => {
        const row = get(key)
        const value = row === undefined ? null : map(key, row.value)
        return row === undefined || value === null ? undefined : { value, timestamp: row.timestamp }
      }
    },
  }
}
