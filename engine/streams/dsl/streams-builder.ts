import type { ProcessorSupplier } from '../processor/processor.ts'
import { tableSourceProcessor } from '../processor/table-source.ts'
import type { Serde } from '../serde/serde.ts'
import type { StoreSpec } from '../state/store-spec.ts'
import { Topology } from '../topology/topology.ts'
import { GlobalKTable } from './global-k-table.ts'
import { KStream } from './k-stream.ts'
import { KTable } from './k-table.ts'
import type { Materialized, TopicOptions } from './materialized.ts'

/** Serdes where an operation names none (default.key.serde, default.value.serde). */
export interface DefaultSerdes {
  readonly keySerde: Serde
  readonly valueSerde: Serde
}

/**
 * Where a topology begins (org.apache.kafka.streams.StreamsBuilder). Names of nodes, stores and internal topics carry the
 * number of the operation in the order of the calls, as in Kafka Streams: they are what must stay the same for an
 * application to find its state again.
 */
export class StreamsBuilder {
  readonly topology = new Topology()
  readonly defaults: DefaultSerdes
  #index = 0

  constructor(defaults: DefaultSerdes) {
    this.defaults = defaults
  }

  /** A stream of the records of one topic or several. */
  stream(topics: string | readonly string[], consumed: TopicOptions = {}): KStream {
    const list = typeof topics === 'string' ? [topics] : topics
    const serdes = this.serdesOf(consumed)
    const known = this.topology.nodes.find((node) => node.kind === 'source' && node.topics.join() === list.join())
    const name = this.newName('KSTREAM-SOURCE-')
    if (known !== undefined) return new KStream(this, { name: known.name, ...serdes, hasNewKey: false, gates: [] })
    this.topology.add({ kind: 'source', name, topics: list, isGlobal: false, ...serdes })
    return new KStream(this, { name, ...serdes, hasNewKey: false, gates: [] })
  }

  /** The latest row of each key of a topic. */
  table(topic: string, materialized: Materialized = {}): KTable {
    const serdes = this.serdesOf(materialized)
    const storeName = materialized.as ?? this.newStoreName(`${topic}-`)
    const source = this.newName('KSTREAM-SOURCE-')
    const name = this.newName('KTABLE-SOURCE-')
    this.topology.add({ kind: 'source', name: source, topics: [topic], isGlobal: false, ...serdes })
    const table = new KTable(this, { name, ...serdes, stores: [] })
    const isKept = (): boolean => table.isKept
    this.processor(name, [source], tableSourceProcessor({ storeName, isKept, sendsOld: table.sendsOld }))
    table.canKeep(() => { this.addStore(storeSpec(storeName, serdes, materialized), [name]) }, storeName)
    if (materialized.as !== undefined) table.keep()
    return table
  }

  /** All rows of a topic, on every instance of the application. */
  globalTable(topic: string, materialized: Materialized = {}): GlobalKTable {
    const serdes = this.serdesOf(materialized)
    const storeName = materialized.as ?? this.newStoreName(`${topic}-`)
    const source = this.newName('KSTREAM-SOURCE-')
    const name = this.newName('KTABLE-SOURCE-')
    this.topology.add({ kind: 'source', name: source, topics: [topic], isGlobal: true, ...serdes })
    this.processor(name, [source], tableSourceProcessor({ storeName, isKept: () => true, sendsOld: { isOn: false } }))
    this.addStore({ ...storeSpec(storeName, serdes, materialized), isLogged: false, isCached: false }, [name])
    return new GlobalKTable(storeName)
  }

  /** The topology of all calls so far. */
  build(): Topology {
    return this.topology
  }

  /** Adds a node that works. */
  processor(name: string, parents: readonly string[], supplier: ProcessorSupplier, stores: readonly string[] = []): void {
    this.topology.add({ kind: 'processor', name, parents, supplier, stores: [...stores] })
  }

  /** Adds a store and connects it with nodes. */
  addStore(spec: StoreSpec, nodes: readonly string[]): void {
    this.topology.addStore(spec, nodes)
  }

  /** A name with the next number. */
  newName(prefix: string): string {
    const digits = String(this.#index).padStart(10, '0')
    this.#index += 1
    return prefix + digits
  }

  /** The name of a store with the next number. */
  newStoreName(prefix: string): string {
    return this.newName(`${prefix}STATE-STORE-`)
  }

  /** An operation's serdes, with the defaults where it has none. */
  serdesOf({ keySerde, valueSerde }: { readonly keySerde?: Serde; readonly valueSerde?: Serde }, inherited: DefaultSerdes = this.defaults): DefaultSerdes {
    return { keySerde: keySerde ?? inherited.keySerde, valueSerde: valueSerde ?? inherited.valueSerde }
  }
}

/** A store of rows by key. */
export function storeSpec(name: string, serdes: DefaultSerdes, { caching = true, logging = true }: Materialized): StoreSpec & { readonly kind: 'keyValue' | 'list' | 'subscription' | 'buffer' } {
  return { kind: 'keyValue', name, ...serdes, isCached: caching, isLogged: logging }
}
