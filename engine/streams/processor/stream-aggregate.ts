import type { Aggregator, Initializer } from '../dsl/operations.ts'
import type { ProcessorSupplier } from './processor.ts'
import { forwardRows, keyValueStore, type OldValues } from './table-source.ts'

/** One record more in its key's aggregate (KStreamAggregate, KStreamReduce): records without key or value are dropped. */
export function streamAggregateProcessor(options: {
  readonly storeName: string
  readonly initializer: Initializer
  readonly aggregator: Aggregator
  readonly sendsOld: OldValues
}): ProcessorSupplier {
  return (context) => {
    const store = keyValueStore(context, options.storeName)
    forwardRows(store, context, options.sendsOld)
    return ({ key, value, timestamp }) => {
      if (key === null || value === null) {
        context.drop()
        return
      }
      const old = store.get(key)
      const aggregate = options.aggregator(key, value, old === undefined ? options.initializer() : old.value)
      store.put(key, aggregate, Math.max(timestamp, old?.timestamp ?? timestamp))
    }
  }
}

/** What a table's group does with a row that came and with one that went. */
export interface TableAggregation {
  readonly initializer: Initializer
  readonly adder: Aggregator
  readonly subtractor: Aggregator
}

/** A changed row of a table in its group's aggregate: the old one out, the new one in (KTableAggregate, KTableReduce). */
export function tableAggregateProcessor(storeName: string, { initializer, adder, subtractor }: TableAggregation, sendsOld: OldValues): ProcessorSupplier {
  return (context) => {
    const store = keyValueStore(context, storeName)
    forwardRows(store, context, sendsOld)
    return ({ key, value, oldValue, timestamp }) => {
      const old = store.get(key)
      const before = old?.value ?? null
      const without = oldValue !== null && before !== null ? subtractor(key, oldValue, before) : before
      const aggregate = value === null ? without : adder(key, value, without ?? initializer())
      store.put(key, aggregate, Math.max(timestamp, old?.timestamp ?? timestamp))
    }
  }
}
