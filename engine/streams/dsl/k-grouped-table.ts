import { tableAggregateProcessor, type TableAggregation } from '../processor/stream-aggregate.ts'
import { Serdes } from '../serde/serde.ts'
import { KTable } from './k-table.ts'
import type { Materialized } from './materialized.ts'
import type { Aggregator, Initializer, Reducer } from './operations.ts'
import { storeSpec, type DefaultSerdes, type StreamsBuilder } from './streams-builder.ts'

/** A table's rows by group (org.apache.kafka.streams.kstream.KGroupedTable): rows leave their group when they change. */
export class KGroupedTable {
  readonly #builder: StreamsBuilder
  readonly #from: DefaultSerdes & { readonly name: string }
  readonly #repartitionName: string | undefined

  constructor(builder: StreamsBuilder, from: DefaultSerdes & { readonly name: string }, repartitionName: string | undefined) {
    this.#builder = builder
    this.#from = from
    this.#repartitionName = repartitionName
  }

  /** How many rows a group has. */
  count(materialized: Materialized = {}): KTable {
    const adder: Aggregator = (_key, _value, count) => Number(count) + 1
    const subtractor: Aggregator = (_key, _value, count) => Number(count) - 1
    return this.#aggregated('KTABLE-AGGREGATE-', { initializer: () => 0, adder, subtractor }, { valueSerde: Serdes.Long(), ...materialized })
  }

  /** One value out of a group's rows. */
  reduce(adder: Reducer, subtractor: Reducer, materialized: Materialized = {}): KTable {
    const aggregation: TableAggregation = {
      initializer: () => null,
      adder: (_key, value, aggregate) => (aggregate === null ? value : adder(aggregate, value)),
      subtractor: (_key, value, aggregate) => subtractor(aggregate, value),
    }
    return this.#aggregated('KTABLE-REDUCE-', aggregation, { valueSerde: this.#from.valueSerde, ...materialized })
  }

  /** One aggregate out of a group's rows. */
  aggregate(initializer: Initializer, adder: Aggregator, subtractor: Aggregator, materialized: Materialized = {}): KTable {
    return this.#aggregated('KTABLE-AGGREGATE-', { initializer, adder, subtractor }, materialized)
  }

  #aggregated(prefix: string, aggregation: TableAggregation, materialized: Materialized): KTable {
    const builder = this.#builder
    const storeName = materialized.as ?? builder.newStoreName(prefix)
    const sink = builder.newName('KSTREAM-SINK-')
    const source = builder.newName('KSTREAM-SOURCE-')
    const name = builder.newName(prefix)
    const topic = `${this.#repartitionName ?? storeName}-repartition`
    const { keySerde, valueSerde } = this.#from
    builder.topology.internalTopics.push({ name: topic, partitions: undefined })
    builder.topology.add({ kind: 'sink', name: sink, parents: [this.#from.name], topic, writesChanges: true, keySerde, valueSerde })
    builder.topology.add({ kind: 'source', name: source, topics: [topic], isGlobal: false, keySerde, valueSerde, readsChanges: true })
    const serdes = builder.serdesOf(materialized, { keySerde, valueSerde: builder.defaults.valueSerde })
    const table = new KTable(builder, { name, ...serdes, stores: [storeName] })
    table.canKeep(() => undefined, storeName)
    builder.processor(name, [source], tableAggregateProcessor(storeName, aggregation, table.sendsOld))
    builder.addStore(storeSpec(storeName, serdes, materialized), [name])
    return table
  }
}
