import type { SlidingWindows } from '../dsl/windows.ts'
import type { TimedValue } from '../state/key-value-store.ts'
import type { WindowStore } from '../state/window-store.ts'
import { FinalEmission } from './emit-final.ts'
import type { ProcessorContext, ProcessorSupplier } from './processor.ts'
import { emitWindows, forwardWindows, windowStore, type WindowAggregation } from './window-aggregate.ts'

/** Aggregates records by key over windows that begin or end with a record (KStreamSlidingWindowAggregate). */
export function slidingAggregateProcessor(windows: SlidingWindows, aggregation: WindowAggregation): ProcessorSupplier {
  return (context) => {
    const store = windowStore(context, aggregation.storeName)
    const { differenceMs } = windows
    if (!aggregation.isFinal) forwardWindows(store, context, differenceMs, aggregation.sendsOld)
    const finals = new FinalEmission(context, (afterMs, closeMs) => {
      emitWindows(store, context, differenceMs, { from: afterMs === undefined ? 0 : afterMs - differenceMs, to: closeMs - differenceMs - 1 })
    })
    let streamTime = -1
    return ({ key, value, timestamp }) => {
      if (key === null || value === null) {
        context.drop()
        return
      }
      streamTime = Math.max(streamTime, timestamp)
      const closeMs = streamTime - windows.graceMs
      if (timestamp + 1 + differenceMs <= closeMs) {
        context.drop()
        return
      }
      const step = new SlidingStep({ context, store, aggregation, differenceMs, closeMs, key, value, timestamp })
      if (timestamp < differenceMs) step.takeEarly()
      else step.take()
      if (aggregation.isFinal) finals.closeBy(closeMs)
    }
  }
}

interface SlidingStepOptions {
  readonly context: ProcessorContext
  readonly store: WindowStore
  readonly aggregation: WindowAggregation
  readonly differenceMs: number
  readonly closeMs: number
  readonly key: unknown
  readonly value: unknown
  readonly timestamp: number
}

/** One record's updates: of the windows that it falls into, and of those that it brings about. */
class SlidingStep {
  readonly #options: SlidingStepOptions
  readonly #starts = new Set<number>()
  #previousMs: number | undefined
  #leftExists = false
  #rightExists = false
  #leftAggregate: TimedValue | undefined
  #rightAggregate: TimedValue | undefined

  constructor(options: SlidingStepOptions) {
    this.#options = options
  }

  /** From the latest window back, as the store is read (processReverse). */
  take(): void {
    const { store, key, timestamp, differenceMs } = this.#options
    const found = store.fetch(key, Math.max(0, timestamp - 2 * differenceMs), timestamp + 1)
    for (const window of [...found].reverse()) {
      this.#starts.add(window.start)
      const end = window.start + differenceMs
      if (window.start === timestamp + 1) this.#rightExists = true
      else if (end > timestamp) {
        this.#rightAggregate ??= window
        this.#update(window.start, window)
      } else if (end === timestamp) {
        this.#leftExists = true
        this.#update(window.start, window)
        if (window.timestamp >= timestamp) return
        this.#previousMs = window.timestamp
      } else {
        this.#leftAggregate = window
        this.#previousMs = window.timestamp
        break
      }
    }
    this.#createRightOfPrevious()
    if (!this.#leftExists) this.#createLeft()
    this.#createRight()
  }

  /** A record so early that its window would begin below 0 falls into the one from 0 (processEarly). */
  takeEarly(): void {
    const { store, key, timestamp } = this.#options
    let combined: TimedValue | undefined
    for (const window of store.fetch(key, 0, timestamp + 1)) {
      this.#starts.add(window.start)
      if (window.start === 0) {
        combined = window
        if (window.timestamp < timestamp) this.#previousMs = window.timestamp
      } else if (window.start <= timestamp) {
        this.#rightAggregate = window
        this.#update(window.start, window)
      } else this.#rightExists = true
    }
    this.#rightAggregate ??= combined
    this.#createRight()
    if (this.#previousMs !== undefined && !this.#starts.has(this.#previousMs + 1)) this.#update(this.#previousMs + 1, undefined)
    this.#update(0, combined)
  }

  #createRightOfPrevious(): void {
    const previousMs = this.#previousMs
    if (previousMs === undefined || this.#starts.has(previousMs + 1)) return
    if (previousMs + 1 + this.#options.differenceMs >= this.#options.timestamp) this.#update(previousMs + 1, undefined)
  }

  #createLeft(): void {
    const start = this.#options.timestamp - this.#options.differenceMs
    const hasOthers = this.#previousMs !== undefined && this.#previousMs >= start
    this.#update(start, hasOthers ? this.#leftAggregate : undefined)
  }

  /** The window that begins after the record holds what others brought before it. */
  #createRight(): void {
    const { timestamp, differenceMs, closeMs, store, key } = this.#options
    const aggregate = this.#rightAggregate
    if (this.#rightExists || aggregate === undefined || aggregate.timestamp <= timestamp) return
    if (timestamp + 1 + differenceMs < closeMs) this.#options.context.drop()
    else store.put(key, aggregate.value, timestamp + 1, aggregate.timestamp)
  }

  #update(start: number, old: TimedValue | undefined): void {
    const { context, store, aggregation, differenceMs, closeMs, key, value, timestamp } = this.#options
    if (start + differenceMs < closeMs) {
      context.drop()
      return
    }
    const aggregate = aggregation.aggregator(key, value, old === undefined ? aggregation.initializer() : old.value)
    store.put(key, aggregate, start, Math.max(timestamp, old?.timestamp ?? timestamp))
  }
}
