import { KeyValueStore } from '../state/key-value-store.ts'
import { StreamsException } from '../streams-exception.ts'
import type { ProcessorContext, ProcessorSupplier } from './processor.ts'

/** Whether a table hands the row before the change on; turned on by operations that need it (enableSendingOldValues). */
export interface OldValues {
  isOn: boolean
}

/** Takes records for changes of rows (KTableSource); a record without a key is dropped. */
export function tableSourceProcessor(options: { readonly storeName: string; readonly isKept: () => boolean; readonly sendsOld: OldValues }): ProcessorSupplier {
  return (context) => {
    const store = options.isKept() ? keyValueStore(context, options.storeName) : undefined
    if (store !== undefined) forwardRows(store, context, options.sendsOld)
    return (record) => {
      if (record.key === null) context.drop()
      else if (store === undefined) context.forward({ ...record, oldValue: null })
      else store.put(record.key, record.value, record.timestamp)
    }
  }
}

/** Hands a store's changes on as they leave the cache (TimestampedCacheFlushListener, TimestampedTupleForwarder). */
export function forwardRows(store: KeyValueStore, context: ProcessorContext, sendsOld: OldValues): void {
  store.onChange((key, fresh, old, changedAtMs) => {
    const oldValue = sendsOld.isOn ? (old?.value ?? null) : null
    context.forward({ key, value: fresh?.value ?? null, oldValue, timestamp: fresh?.timestamp ?? changedAtMs })
  })
}

/** A node's store of rows by key. @throws StreamsException when the store is of another kind */
export function keyValueStore(context: ProcessorContext, name: string): KeyValueStore {
  const store = context.store(name)
  if (store instanceof KeyValueStore) return store
  throw new StreamsException(`${name} is no key-value store`)
}
