import type { Serde } from '../serde/serde.ts'

interface StoreBasics {
  readonly name: string
  readonly keySerde: Serde
  readonly valueSerde: Serde
  /** Whether changes wait in the record cache until a commit (Materialized.withCachingEnabled). */
  readonly isCached: boolean
  /** Whether changes go to a changelog topic. */
  readonly isLogged: boolean
}

/** How a store of a topology is to be made. Times in milliseconds. */
export type StoreSpec = StoreBasics &
  (
    | { readonly kind: 'keyValue' | 'list' | 'subscription' | 'buffer' }
    | { readonly kind: 'window'; readonly sizeMs: number; readonly retentionMs: number; readonly retainDuplicates: boolean }
    | { readonly kind: 'session'; readonly retentionMs: number }
  )
