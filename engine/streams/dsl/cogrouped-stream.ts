import { stateless } from '../processor/stateless.ts'
import { aggregateProcessor, aggregateStore, aggregateTable, type KGroupedStream, type Windowing } from './k-grouped-stream.ts'
import type { KTable } from './k-table.ts'
import type { Materialized } from './materialized.ts'
import type { Aggregator, Initializer, Merger } from './operations.ts'
import type { Windows } from './windows.ts'

/** One grouped stream with what its records do to the common aggregate. */
export interface Cogrouped {
  readonly grouped: KGroupedStream
  readonly aggregator: Aggregator
}

/** Several grouped streams with one aggregate for each key (org.apache.kafka.streams.kstream.CogroupedKStream). */
export class CogroupedKStream {
  readonly #parts: readonly Cogrouped[]
  readonly #windowing: Windowing | undefined

  constructor(parts: readonly Cogrouped[], windowing?: Windowing) {
    this.#parts = parts
    this.#windowing = windowing
  }

  /** The same by windows. */
  windowedBy(windows: Windows): CogroupedKStream {
    return new CogroupedKStream(this.#parts, { windows, isFinal: false })
  }

  /** One aggregate out of all streams' records. */
  aggregate(initializer: Initializer, materialized: Materialized = {}, merger: Merger = (_key, _left, right) => right): KTable | undefined {
    const first = this.#parts[0]?.grouped
    if (first === undefined) return undefined
    const { builder } = first.stream
    const storeName = materialized.as ?? builder.newStoreName('COGROUPKSTREAM-AGGREGATE-')
    const inputs = this.#parts.map(({ grouped }) => (grouped.stream.position.hasNewKey ? grouped.stream.through({ prefix: grouped.repartitionName ?? storeName }, grouped.serdes) : grouped.stream))
    const nodes = this.#parts.map(() => builder.newName('COGROUPKSTREAM-AGGREGATE-'))
    const merge = builder.newName('COGROUPKSTREAM-MERGE-')
    const serdes = builder.serdesOf(materialized, { keySerde: first.serdes.keySerde, valueSerde: builder.defaults.valueSerde })
    const table = aggregateTable({ stream: first.stream, name: merge, storeName, serdes, materialized, windowing: this.#windowing })
    for (const [index, { aggregator }] of this.#parts.entries()) {
      const aggregation = { initializer, aggregator, merger }
      const input = inputs[index] ?? first.stream
      builder.processor(nodes[index] ?? '', [input.position.name], aggregateProcessor(storeName, aggregation, table.sendsOld, this.#windowing))
    }
    builder.processor(merge, nodes, stateless((record, context) => { context.forward(record) }))
    builder.addStore(aggregateStore(storeName, serdes, materialized, this.#windowing), nodes)
    return table
  }
}
