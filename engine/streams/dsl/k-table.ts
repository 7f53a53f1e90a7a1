import { stateless } from '../processor/stateless.ts'
import { suppressProcessor, type Suppression } from '../processor/suppress.ts'
import { joinedGetter, tableJoinProcessor, type TableJoinKind } from '../processor/table-join.ts'
import { tableMapProcessor, tableRepartitionProcessor, type RowSelector } from '../processor/table-map.ts'
import type { OldValues } from '../processor/table-source.ts'
import { mappedGetter, storeGetter, type ValueGetter } from '../processor/value-getter.ts'
import { topologyException } from '../streams-exception.ts'
import { joinByForeignKey } from './foreign-key-join.ts'
import { KGroupedTable } from './k-grouped-table.ts'
import { KStream } from './k-stream.ts'
import type { TopicOptions } from './materialized.ts'
import type { KeyValueMapper, Predicate, ValueJoiner, ValueMapper } from './operations.ts'
import type { DefaultSerdes, StreamsBuilder } from './streams-builder.ts'

/** Where a table stands in the topology. */
export interface TablePosition extends DefaultSerdes {
  /** The node whose output it is. */
  readonly name: string
  /** Stores that it keeps itself. */
  readonly stores: readonly string[]
  /** Of an aggregation over windows: how long after its end a window may still change, in milliseconds. */
  readonly graceMs?: number
}

/** A table: for each key the latest value (org.apache.kafka.streams.kstream.KTable). */
export class KTable {
  readonly builder: StreamsBuilder
  readonly position: TablePosition
  readonly sendsOld: OldValues = { isOn: false }
  #parents: readonly KTable[] = []
  #keep: () => void = () => undefined
  #isKept = false
  #getter: (() => ValueGetter) | undefined

  constructor(builder: StreamsBuilder, position: TablePosition) {
    this.builder = builder
    this.position = position
  }

  /** Whether the table's rows are in a store. */
  get isKept(): boolean {
    return this.#isKept
  }

  /** Says how the table's rows get into a store, once something needs it. */
  canKeep(keep: () => void, storeName: string): void {
    this.#keep = keep
    this.#getter = () => {
      this.keep()
      return storeGetter(storeName)
    }
  }

  /** Says of which tables the table is made, and how its rows are worked out of theirs. */
  derivesFrom(parents: readonly KTable[], getter: () => ValueGetter): void {
    this.#parents = parents
    this.#getter = getter
  }

  /** Puts the rows into a store. */
  keep(): void {
    if (this.#isKept) return
    this.#isKept = true
    this.#keep()
  }

  /** How rows are looked up. */
  getter(): ValueGetter {
    if (this.#getter === undefined) throw topologyException(`the rows of ${this.position.name} cannot be looked up`)
    return this.#getter()
  }

  /** Makes changes carry the row before (enableSendingOldValues); for that the rows must be kept somewhere. */
  sendOldValues(): void {
    this.sendsOld.isOn = true
    this.keep()
    for (const parent of this.#parents) parent.sendOldValues()
  }

  /** The rows for which the predicate holds. */
  filter(predicate: Predicate): KTable {
    return this.#mapped('KTABLE-FILTER-', (key, value) => (predicate(key, value) ? value : null), true)
  }

  /** The rows for which it does not. */
  filterNot(predicate: Predicate): KTable {
    return this.#mapped('KTABLE-FILTER-', (key, value) => (predicate(key, value) ? null : value), true)
  }

  /** Another value for each row. */
  mapValues(mapper: ValueMapper): KTable {
    return this.#mapped('KTABLE-MAPVALUES-', (key, value) => mapper(value, key), false)
  }

  /** Groups rows by another key. */
  groupBy(select: RowSelector, grouped: TopicOptions = {}): KGroupedTable {
    const name = this.builder.newName('KTABLE-SELECT-')
    this.sendOldValues()
    this.builder.processor(name, [this.position.name], tableRepartitionProcessor(select))
    return new KGroupedTable(this.builder, { name, ...this.builder.serdesOf(grouped) }, grouped.as)
  }

  /** Holds updates back for a time, or until a window has closed. */
  suppress(suppression: Omit<Suppression, 'waitMs'> & { readonly waitMs?: number }): KTable {
    const name = this.builder.newName('KTABLE-SUPPRESS-')
    const storeName = this.builder.newStoreName('KTABLE-SUPPRESS-')
    const waitMs = suppression.until === 'windowCloses' ? this.position.graceMs : suppression.waitMs
    if (waitMs === undefined) throw topologyException('untilWindowCloses needs a table of windows')
    this.sendOldValues()
    const { keySerde, valueSerde } = this.position
    this.builder.processor(name, [this.position.name], suppressProcessor(name, storeName, { ...suppression, waitMs }, this.position))
    this.builder.addStore({ kind: 'buffer', name: storeName, keySerde, valueSerde, isCached: false, isLogged: true }, [name])
    const table = new KTable(this.builder, { ...this.position, name, stores: [] })
    table.derivesFrom([this], () => this.getter())
    return table
  }

  /** Joins rows of equal keys. */
  join(other: KTable, joiner: ValueJoiner): KTable {
    return this.#join(other, joiner, { keepsOwn: false, keepsOther: false })
  }

  /** As join; this table's rows without partner come out, too. */
  leftJoin(other: KTable, joiner: ValueJoiner): KTable {
    return this.#join(other, joiner, { keepsOwn: true, keepsOther: false })
  }

  /** As join; both tables' rows without partner come out, too. */
  outerJoin(other: KTable, joiner: ValueJoiner): KTable {
    return this.#join(other, joiner, { keepsOwn: true, keepsOther: true })
  }

  /** Joins each row with the other table's row that it names. */
  joinByForeignKey(other: KTable, foreignKey: KeyValueMapper, joiner: ValueJoiner, isLeft = false): KTable {
    return joinByForeignKey({ left: this, right: other, foreignKey, joiner, isLeft })
  }

  /** The table's changes as a stream; with another key if a mapper is given. */
  toStream(mapper?: KeyValueMapper): KStream {
    const name = this.builder.newName('KTABLE-TOSTREAM-')
    this.builder.processor(name, [this.position.name], stateless((record, context) => { context.forward({ ...record, oldValue: null }) }))
    const { keySerde, valueSerde } = this.position
    const stream = new KStream(this.builder, { name, keySerde, valueSerde, hasNewKey: false, gates: [] })
    return mapper === undefined ? stream : stream.selectKey(mapper)
  }

  #mapped(prefix: string, map: KeyValueMapper, isFilter: boolean): KTable {
    const name = this.builder.newName(prefix)
    const table = new KTable(this.builder, { ...this.position, name, stores: [] })
    table.derivesFrom([this], () => mappedGetter(this.getter(), map))
    this.builder.processor(name, [this.position.name], tableMapProcessor(map, isFilter, table.sendsOld))
    return table
  }

  #join(other: KTable, joiner: ValueJoiner, kind: TableJoinKind): KTable {
    if (kind.keepsOwn) this.sendOldValues()
    if (kind.keepsOther) other.sendOldValues()
    const name = this.builder.newName('KTABLE-MERGE-')
    const leftName = this.builder.newName('KTABLE-JOINTHIS-')
    const rightName = this.builder.newName('KTABLE-JOINOTHER-')
    const table = new KTable(this.builder, { name, ...this.builder.serdesOf({ keySerde: this.position.keySerde }), stores: [] })
    const [left, right] = [this.getter(), other.getter()]
    table.derivesFrom([this, other], () => joinedGetter(left, right, joiner, kind))
    const turned: ValueJoiner = (own, opposite, key) => joiner(opposite, own, key)
    this.builder.processor(leftName, [this.position.name], tableJoinProcessor(right, joiner, kind, table.sendsOld), right.stores)
    this.builder.processor(rightName, [other.position.name], tableJoinProcessor(left, turned, { keepsOwn: kind.keepsOther, keepsOther: kind.keepsOwn }, table.sendsOld), left.stores)
    this.builder.processor(name, [leftName, rightName], stateless((record, context) => { context.forward(record) }))
    return table
  }
}
