import type { Merger } from '../dsl/operations.ts'
import type { SessionWindows } from '../dsl/windows.ts'
import { SessionStore } from '../state/session-store.ts'
import { StreamsException } from '../streams-exception.ts'
import { FinalEmission } from './emit-final.ts'
import type { ProcessorContext, ProcessorSupplier } from './processor.ts'
import type { WindowAggregation } from './window-aggregate.ts'
import { WindowedKey } from './windowed-key.ts'

/** Aggregates records by key and session; a record can make one session out of several (KStreamSessionWindowAggregate). */
export function sessionAggregateProcessor(windows: SessionWindows, aggregation: WindowAggregation & { readonly merger: Merger }): ProcessorSupplier {
  return (context) => {
    const store = sessionStore(context, aggregation.storeName)
    if (!aggregation.isFinal) forwardSessions(store, context, aggregation)
    const finals = new FinalEmission(context, (afterMs, closeMs) => {
      for (const { window, value } of store.findEnded(afterMs ?? 0, closeMs - 1)) context.forward({ key: window, value, oldValue: null, timestamp: window.end })
    })
    let streamTime = -1
    return ({ key, value, timestamp }) => {
      if (key === null) {
        context.drop()
        return
      }
      streamTime = Math.max(streamTime, timestamp)
      const closeMs = streamTime - windows.graceMs - windows.gapMs
      const merged = store.find(key, timestamp - windows.gapMs, timestamp + windows.gapMs)
      const start = Math.min(timestamp, ...merged.map(({ window }) => window.start))
      const end = Math.max(timestamp, ...merged.map(({ window }) => window.end))
      if (end < closeMs) context.drop()
      else {
        const before = merged.reduce((aggregate, session) => aggregation.merger(key, aggregate, session.value), aggregation.initializer())
        if (start !== timestamp || end !== timestamp) for (const { window } of merged) store.remove(window)
        store.put(new WindowedKey(key, start, end), aggregation.aggregator(key, value, before))
      }
      if (aggregation.isFinal) finals.closeBy(closeMs)
    }
  }
}

function forwardSessions(store: SessionStore, context: ProcessorContext, { sendsOld }: WindowAggregation): void {
  store.onChange((window, fresh, old) => {
    context.forward({ key: window, value: fresh ?? null, oldValue: sendsOld.isOn ? (old ?? null) : null, timestamp: window.end })
  })
}

function sessionStore(context: ProcessorContext, name: string): SessionStore {
  const store = context.store(name)
  if (store instanceof SessionStore) return store
  throw new StreamsException(`${name} is no session store`)
}
