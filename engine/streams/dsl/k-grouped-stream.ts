import { sessionAggregateProcessor } from '../processor/session-aggregate.ts'
import { slidingAggregateProcessor } from '../processor/sliding-aggregate.ts'
import { streamAggregateProcessor } from '../processor/stream-aggregate.ts'
import type { ProcessorSupplier } from '../processor/processor.ts'
import type { OldValues } from '../processor/table-source.ts'
import { windowAggregateProcessor } from '../processor/window-aggregate.ts'
import { sessionWindowedSerde, timeWindowedSerde } from '../processor/windowed-key.ts'
import { Serdes } from '../serde/serde.ts'
import type { StoreSpec } from '../state/store-spec.ts'
import type { KStream } from './k-stream.ts'
import { KTable } from './k-table.ts'
import type { Materialized } from './materialized.ts'
import type { Aggregator, Initializer, Merger, Reducer } from './operations.ts'
import { storeSpec, type DefaultSerdes } from './streams-builder.ts'
import type { Windows } from './windows.ts'

/** How records become aggregates. */
export interface Aggregation {
  readonly initializer: Initializer
  readonly aggregator: Aggregator
  readonly merger: Merger
}

/** Over which windows, and when their results come out. */
export interface Windowing {
  readonly windows: Windows
  readonly isFinal: boolean
}

const counting: Aggregation = { initializer: () => 0, aggregator: (_key, _value, count) => Number(count) + 1, merger: (_key, left, right) => Number(left) + Number(right) }

/** A stream's records by key, perhaps by window (KGroupedStream, TimeWindowedKStream, SessionWindowedKStream). */
export class KGroupedStream {
  readonly stream: KStream
  readonly serdes: DefaultSerdes
  readonly repartitionName: string | undefined
  readonly #windowing: Windowing | undefined

  constructor(stream: KStream, serdes: DefaultSerdes, repartitionName: string | undefined, windowing?: Windowing) {
    this.stream = stream
    this.serdes = serdes
    this.repartitionName = repartitionName
    this.#windowing = windowing
  }

  /** The same by windows. */
  windowedBy(windows: Windows): KGroupedStream {
    return new KGroupedStream(this.stream, this.serdes, this.repartitionName, { windows, isFinal: false })
  }

  /** With results of windows at each update, or once when they have closed. */
  emitStrategy(when: 'onWindowUpdate' | 'onWindowClose'): KGroupedStream {
    const windowing = this.#windowing === undefined ? undefined : { ...this.#windowing, isFinal: when === 'onWindowClose' }
    return new KGroupedStream(this.stream, this.serdes, this.repartitionName, windowing)
  }

  /** How many records. */
  count(materialized: Materialized = {}): KTable {
    return this.#aggregated('KSTREAM-AGGREGATE-', counting, { valueSerde: Serdes.Long(), ...materialized })
  }

  /** One value out of them all; the first is taken as it is. */
  reduce(reducer: Reducer, materialized: Materialized = {}): KTable {
    const aggregation: Aggregation = {
      initializer: () => null,
      aggregator: (_key, value, aggregate) => (aggregate === null ? value : reducer(aggregate, value)),
      merger: (_key, left, right) => (left === null ? right : reducer(left, right)),
    }
    return this.#aggregated('KSTREAM-REDUCE-', aggregation, { valueSerde: this.serdes.valueSerde, ...materialized })
  }

  /** One aggregate out of them all; sessions need a merger. */
  aggregate(initializer: Initializer, aggregator: Aggregator, materialized: Materialized = {}, merger: Merger = (_key, _left, right) => right): KTable {
    return this.#aggregated('KSTREAM-AGGREGATE-', { initializer, aggregator, merger }, materialized)
  }

  #aggregated(prefix: string, aggregation: Aggregation, materialized: Materialized): KTable {
    const { builder } = this.stream
    const storeName = materialized.as ?? builder.newStoreName(prefix)
    const name = builder.newName(prefix)
    const serdes = builder.serdesOf(materialized, { keySerde: this.serdes.keySerde, valueSerde: builder.defaults.valueSerde })
    const from = this.stream.position.hasNewKey ? this.stream.through({ prefix: this.repartitionName ?? storeName }, this.serdes) : this.stream
    const table = aggregateTable({ stream: from, name, storeName, serdes, materialized, windowing: this.#windowing })
    builder.processor(name, [from.position.name], aggregateProcessor(storeName, aggregation, table.sendsOld, this.#windowing))
    builder.addStore(aggregateStore(storeName, serdes, materialized, this.#windowing), [name])
    return table
  }
}

/** The table of an aggregation's results. */
export function aggregateTable(options: {
  readonly stream: KStream
  readonly name: string
  readonly storeName: string
  readonly serdes: DefaultSerdes
  readonly materialized: Materialized
  readonly windowing: Windowing | undefined
}): KTable {
  const { serdes, windowing, storeName, name } = options
  const windows = windowing?.windows
  const graceMs = windows?.kind === 'session' ? windows.graceMs + windows.gapMs : windows?.graceMs
  const inner = options.materialized.keySerde ?? serdes.keySerde
  const keySerde = windows === undefined ? inner : windows.kind === 'session' ? sessionWindowedSerde(inner) : timeWindowedSerde(inner, windows.kind === 'time' ? windows.sizeMs : windows.differenceMs)
  const table = new KTable(options.stream.builder, { name, keySerde, valueSerde: serdes.valueSerde, stores: [storeName], ...(graceMs === undefined ? {} : { graceMs }) })
  table.canKeep(() => undefined, storeName)
  return table
}

/** The node that aggregates. */
export function aggregateProcessor(storeName: string, aggregation: Aggregation, sendsOld: OldValues, windowing: Windowing | undefined): ProcessorSupplier {
  if (windowing === undefined) return streamAggregateProcessor({ storeName, ...aggregation, sendsOld })
  const { windows, isFinal } = windowing
  const common = { storeName, ...aggregation, sendsOld, isFinal }
  if (windows.kind === 'time') return windowAggregateProcessor(windows, common)
  return windows.kind === 'sliding' ? slidingAggregateProcessor(windows, common) : sessionAggregateProcessor(windows, common)
}

/** The store of aggregates; results that come out once are not cached. */
export function aggregateStore(name: string, serdes: DefaultSerdes, materialized: Materialized, windowing: Windowing | undefined): StoreSpec {
  const spec = storeSpec(name, serdes, materialized)
  if (windowing === undefined) return spec
  const { windows, isFinal } = windowing
  const basics = { ...spec, isCached: spec.isCached && !isFinal }
  if (windows.kind === 'session') return { ...basics, kind: 'session', retentionMs: windows.gapMs + windows.graceMs }
  const sizeMs = windows.kind === 'time' ? windows.sizeMs : windows.differenceMs
  const retentionMs = (windows.kind === 'time' ? sizeMs : 2 * sizeMs) + windows.graceMs
  return { ...basics, kind: 'window', sizeMs, retentionMs, retainDuplicates: false }
}
