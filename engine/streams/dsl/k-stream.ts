import { stateless } from '../processor/stateless.ts'
import { streamTableJoinProcessor } from '../processor/table-join.ts'
import { tableSourceProcessor } from '../processor/table-source.ts'
import { storeGetter } from '../processor/value-getter.ts'
import { GlobalKTable } from './global-k-table.ts'
import { KGroupedStream } from './k-grouped-stream.ts'
import { KTable } from './k-table.ts'
import type { Materialized, TopicOptions } from './materialized.ts'
import type { KeyValueMapper, Predicate, ValueJoiner, ValueMapper } from './operations.ts'
import { repartitioned, type NullKeyGate } from './repartition.ts'
import { joinStreams, type StreamJoined } from './stream-stream-join.ts'
import { storeSpec, type DefaultSerdes, type StreamsBuilder } from './streams-builder.ts'
import type { JoinWindows } from './windows.ts'

/** Where a stream stands in the topology. */
export interface StreamPosition extends DefaultSerdes {
  /** The node whose output it is. */
  readonly name: string
  /** Whether the key may have changed since the records were read, so that an operation by key needs a repartition topic. */
  readonly hasNewKey: boolean
  /** Gates of the repartition topics before it. */
  readonly gates: readonly NullKeyGate[]
}

/** A key and a value that a mapper makes. */
export interface KeyValue {
  readonly key: unknown
  readonly value: unknown
}

/** A stream of records (org.apache.kafka.streams.kstream.KStream). */
export class KStream {
  readonly builder: StreamsBuilder
  readonly position: StreamPosition

  constructor(builder: StreamsBuilder, position: StreamPosition) {
    this.builder = builder
    this.position = position
  }

  /** The records for which the predicate holds. */
  filter(predicate: Predicate): KStream {
    return this.#step('KSTREAM-FILTER-', (key, value) => (predicate(key, value) ? [{ key, value }] : []))
  }

  /** The records for which it does not. */
  filterNot(predicate: Predicate): KStream {
    return this.#step('KSTREAM-FILTER-', (key, value) => (predicate(key, value) ? [] : [{ key, value }]))
  }

  /** Another value for each record. */
  mapValues(mapper: ValueMapper): KStream {
    return this.#step('KSTREAM-MAPVALUES-', (key, value) => [{ key, value: mapper(value, key) }])
  }

  /** Any number of records for each, with its key. */
  flatMapValues(mapper: ValueMapper<readonly unknown[]>): KStream {
    return this.#step('KSTREAM-FLATMAPVALUES-', (key, value) => mapper(value, key).map((each) => ({ key, value: each })))
  }

  /** Another key and value for each record. */
  map(mapper: KeyValueMapper<KeyValue>): KStream {
    return this.#step('KSTREAM-MAP-', (key, value) => [mapper(key, value)], true)
  }

  /** Any number of records for each. */
  flatMap(mapper: KeyValueMapper<readonly KeyValue[]>): KStream {
    return this.#step('KSTREAM-FLATMAP-', mapper, true)
  }

  /** Another key for each record. */
  selectKey(mapper: KeyValueMapper): KStream {
    return this.#step('KSTREAM-KEY-SELECT-', (key, value) => [{ key: mapper(key, value), value }], true)
  }

  /** Calls a function with each record. */
  peek(action: KeyValueMapper): KStream {
    return this.#step('KSTREAM-PEEK-', (key, value) => {
      action(key, value)
      return [{ key, value }]
    })
  }

  /** Both streams' records as they come. */
  merge(other: KStream): KStream {
    const name = this.builder.newName('KSTREAM-MERGE-')
    this.builder.processor(name, [this.position.name, other.position.name], stateless((record, context) => { context.forward(record) }))
    const hasNewKey = this.position.hasNewKey || other.position.hasNewKey
    return new KStream(this.builder, { ...this.position, name, hasNewKey, gates: [...this.position.gates, ...other.position.gates] })
  }

  /** A stream for each predicate, of the records for which it is the first to hold; the last stream has those of none. */
  split(predicates: readonly Predicate[]): readonly KStream[] {
    const name = this.builder.newName('KSTREAM-BRANCH-')
    const children = [...predicates.map((_, index) => `${name}-${String(index + 1)}`), `${name}-0`]
    const branch = stateless((record, context) => {
      const index = predicates.findIndex((predicate) => predicate(record.key, record.value))
      context.forwardTo(children[index === -1 ? predicates.length : index] ?? '', record)
    })
    this.builder.processor(name, [this.position.name], branch)
    return children.map((child) => {
      this.builder.processor(child, [name], stateless((record, context) => { context.forward(record) }))
      return new KStream(this.builder, { ...this.position, name: child })
    })
  }

  /** Groups by the key that the records have. */
  groupByKey(grouped: TopicOptions = {}): KGroupedStream {
    return new KGroupedStream(this, this.builder.serdesOf(grouped, this.position), grouped.as)
  }

  /** Groups by another key, through a repartition topic. */
  groupBy(mapper: KeyValueMapper, grouped: TopicOptions = {}): KGroupedStream {
    return this.selectKey(mapper).groupByKey(grouped)
  }

  /** Through a topic of the application's own, so that records of one key come together. */
  repartition(options: TopicOptions = {}): KStream {
    const prefix = options.as ?? this.builder.newName('KSTREAM-REPARTITION-')
    return this.through({ prefix, partitions: options.numberOfPartitions }, this.builder.serdesOf(options, this.position))
  }

  /** What goes through a repartition topic of that name. */
  through(topic: { readonly prefix: string; readonly partitions?: number | undefined }, serdes: DefaultSerdes): KStream {
    const { name, gate } = repartitioned(this.builder, { name: this.position.name, serdes }, topic)
    return new KStream(this.builder, { ...serdes, name, hasNewKey: false, gates: [...this.position.gates, gate] })
  }

  /** The latest value of each key. */
  toTable(materialized: Materialized = {}): KTable {
    const serdes = this.builder.serdesOf(materialized, this.position)
    const name = this.builder.newName('KSTREAM-TOTABLE-')
    const storeName = materialized.as ?? this.builder.newStoreName('KSTREAM-TOTABLE-')
    const from = this.position.hasNewKey ? this.through({ prefix: name }, serdes) : this
    const table = new KTable(this.builder, { name, ...serdes, stores: [storeName] })
    table.canKeep(() => undefined, storeName)
    this.builder.processor(name, [from.position.name], tableSourceProcessor({ storeName, isKept: () => true, sendsOld: table.sendsOld }))
    this.builder.addStore(storeSpec(storeName, serdes, materialized), [name])
    return table
  }

  /** Joins with another stream's records that are near in time, or with a table's rows. */
  join(other: KStream | KTable | GlobalKTable, joiner: ValueJoiner, options: JoinOptions = {}): KStream {
    return this.#join(other, joiner, options, { isLeft: false, isOuter: false })
  }

  /** As join; records without partner come out, too. */
  leftJoin(other: KStream | KTable | GlobalKTable, joiner: ValueJoiner, options: JoinOptions = {}): KStream {
    return this.#join(other, joiner, options, { isLeft: true, isOuter: false })
  }

  /** As join with a stream; both streams' records without partner come out, too. */
  outerJoin(other: KStream, joiner: ValueJoiner, options: JoinOptions): KStream {
    return this.#join(other, joiner, options, { isLeft: true, isOuter: true })
  }

  /** Writes the records to a topic. */
  to(topic: string, produced: TopicOptions = {}): void {
    const serdes = this.builder.serdesOf(produced, this.position)
    this.builder.topology.add({ kind: 'sink', name: this.builder.newName('KSTREAM-SINK-'), parents: [this.position.name], topic, writesChanges: false, ...serdes })
  }

  #step(prefix: string, step: KeyValueMapper<readonly KeyValue[]>, changesKey = false): KStream {
    const name = this.builder.newName(prefix)
    this.builder.processor(name, [this.position.name], stateless((record, context) => {
      for (const { key, value } of step(record.key, record.value)) context.forward({ ...record, key, value })
    }))
    return new KStream(this.builder, { ...this.position, name, hasNewKey: changesKey || this.position.hasNewKey })
  }

  #join(other: KStream | KTable | GlobalKTable, joiner: ValueJoiner, options: JoinOptions, kind: { readonly isLeft: boolean; readonly isOuter: boolean }): KStream {
    if (kind.isLeft) for (const gate of this.position.gates) gate.isOpen = true
    if (other instanceof KStream) return joinStreams({ left: this, right: other, joiner, options, ...kind })
    const isGlobal = other instanceof GlobalKTable
    const from = this.position.hasNewKey && !isGlobal ? this.through({ prefix: options.as ?? this.position.name }, this.builder.serdesOf(options, this.position)) : this
    if (kind.isLeft) for (const gate of from.position.gates) gate.isOpen = true
    const name = this.builder.newName(kind.isLeft || isGlobal ? 'KSTREAM-LEFTJOIN-' : 'KSTREAM-JOIN-')
    const getter = isGlobal ? storeGetter(other.storeName) : other.getter()
    const tableKey = options.tableKey ?? ((key: unknown) => key)
    this.builder.processor(name, [from.position.name], streamTableJoinProcessor({ getter, tableKey, joiner, isLeft: kind.isLeft }), isGlobal ? [] : getter.stores)
    return new KStream(this.builder, { ...from.position, valueSerde: this.builder.defaults.valueSerde, name })
  }
}

/** How a stream is joined. */
export interface JoinOptions extends StreamJoined {
  /** How near in time records of two streams must be. */
  readonly windows?: JoinWindows
  /** The key of a global table's row. */
  readonly tableKey?: KeyValueMapper
}
