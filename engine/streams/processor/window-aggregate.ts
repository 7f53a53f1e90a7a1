import type { Aggregator, Initializer } from '../dsl/operations.ts'
import { windowStartsFor, type TimeWindows } from '../dsl/windows.ts'
import { WindowStore } from '../state/window-store.ts'
import { StreamsException } from '../streams-exception.ts'
import { FinalEmission } from './emit-final.ts'
import type { ProcessorContext, ProcessorSupplier } from './processor.ts'
import type { OldValues } from './table-source.ts'
import { WindowedKey } from './windowed-key.ts'

/** What aggregations over windows have in common. */
export interface WindowAggregation {
  readonly storeName: string
  readonly initializer: Initializer
  readonly aggregator: Aggregator
  readonly sendsOld: OldValues
  /** Whether a window comes out once, when it has closed, and not at each update. */
  readonly isFinal: boolean
}

/** Aggregates records by key and time window (KStreamWindowAggregate); what comes after its window closed is dropped. */
export function windowAggregateProcessor(windows: TimeWindows, aggregation: WindowAggregation): ProcessorSupplier {
  return (context) => {
    const store = windowStore(context, aggregation.storeName)
    if (!aggregation.isFinal) forwardWindows(store, context, windows.sizeMs, aggregation.sendsOld)
    const finals = new FinalEmission(context, (afterMs, closeMs) => {
      emitWindows(store, context, windows.sizeMs, { from: afterMs === undefined ? 0 : afterMs - windows.sizeMs + 1, to: closeMs - windows.sizeMs })
    })
    let streamTime = -1
    return ({ key, value, timestamp }) => {
      if (key === null) {
        context.drop()
        return
      }
      streamTime = Math.max(streamTime, timestamp)
      const closeMs = streamTime - windows.graceMs
      for (const start of windowStartsFor(timestamp, windows)) {
        if (start + windows.sizeMs <= closeMs) {
          context.drop()
          continue
        }
        const old = store.get(key, start)
        const aggregate = aggregation.aggregator(key, value, old === undefined ? aggregation.initializer() : old.value)
        store.put(key, aggregate, start, Math.max(timestamp, old?.timestamp ?? timestamp))
      }
      if (aggregation.isFinal) finals.closeBy(closeMs)
    }
  }
}

/** Hands changes of windows on as they leave the cache. */
export function forwardWindows(store: WindowStore, context: ProcessorContext, sizeMs: number, sendsOld: OldValues): void {
  store.onChange((key, start, fresh, old, changedAtMs) => {
    const oldValue = sendsOld.isOn ? (old?.value ?? null) : null
    context.forward({ key: new WindowedKey(key, start, start + sizeMs), value: fresh?.value ?? null, oldValue, timestamp: fresh?.timestamp ?? changedAtMs })
  })
}

/** Lets out the windows that start within a range. */
export function emitWindows(store: WindowStore, context: ProcessorContext, sizeMs: number, { from, to }: { readonly from: number; readonly to: number }): void {
  for (const { key, start, value, timestamp } of to < 0 ? [] : store.fetchAll(Math.max(from, 0), to)) {
    context.forward({ key: new WindowedKey(key, start, start + sizeMs), value, oldValue: null, timestamp })
  }
}

/** A node's window store. @throws StreamsException when the store is of another kind */
export function windowStore(context: ProcessorContext, name: string): WindowStore {
  const store = context.store(name)
  if (store instanceof WindowStore) return store
  throw new StreamsException(`${name} is no window store`)
}
