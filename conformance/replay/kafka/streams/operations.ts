import { CogroupedKStream } from '../../../../engine/streams/dsl/cogrouped-stream.ts'
import { GlobalKTable } from '../../../../engine/streams/dsl/global-k-table.ts'
import { KGroupedStream } from '../../../../engine/streams/dsl/k-grouped-stream.ts'
import { KGroupedTable } from '../../../../engine/streams/dsl/k-grouped-table.ts'
import { KStream } from '../../../../engine/streams/dsl/k-stream.ts'
import { KTable } from '../../../../engine/streams/dsl/k-table.ts'
import type { Materialized, TopicOptions } from '../../../../engine/streams/dsl/materialized.ts'
import type { JoinWindows, Windows } from '../../../../engine/streams/dsl/windows.ts'
import { Serdes, type Serde } from '../../../../engine/streams/serde/serde.ts'
import { isList, isObject, listOf, numberOf, property, show, textOf, type Json, type JsonObject } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { flatMapperOf, mapperOf, predicateOf } from './mappers.ts'

/** Anything that a node of a fact can begin from. */
export type Operand = KStream | KTable | GlobalKTable | KGroupedStream | KGroupedTable | CogroupedKStream

/** What a node makes: nothing for a sink, several streams for a branch. */
export type Made = Operand | readonly KStream[] | undefined

/** What a node makes of what comes before it. @throws NotReplayable for an operation that is not known */
export function applied(node: JsonObject, from: readonly Operand[]): Made {
  const [first, second] = from
  if (first instanceof KStream) return second === undefined ? ofStream(node, first) : ofStreams(node, first, second)
  if (first instanceof KTable) return second instanceof KTable ? ofTables(node, first, second) : ofTable(node, first)
  if (first instanceof KGroupedStream) return ofGroupedStream(node, first, from)
  if (first instanceof KGroupedTable) return ofGroupedTable(node, first)
  if (first instanceof CogroupedKStream) return ofCogrouped(node, first)
  throw unknown(node)
}

/** The serde of a fact's word. */
export function serdeOf(word: string): Serde {
  if (word.toLowerCase() === 'string') return Serdes.String()
  if (word.toLowerCase() === 'long') return Serdes.Long()
  throw new NotReplayable(`the serde ${word} is not known`)
}

/** Serdes and name that a node gives. */
export function topicOptions(node: JsonObject): TopicOptions {
  const [keySerde, valueSerde, as] = [textOf(node, 'keySerde'), textOf(node, 'valueSerde'), textOf(node, 'name')]
  const partitions = numberOf(node, 'partitions')
  return {
    ...(keySerde === '' ? {} : { keySerde: serdeOf(keySerde) }),
    ...(valueSerde === '' ? {} : { valueSerde: serdeOf(valueSerde) }),
    ...(as === '' ? {} : { as }),
    ...(partitions === undefined ? {} : { numberOfPartitions: partitions }),
  }
}

/** Store and serdes that a node gives. */
export function materialized(node: JsonObject): Materialized {
  const { keySerde, valueSerde } = topicOptions(node)
  const as = textOf(node, 'store')
  return { ...(keySerde === undefined ? {} : { keySerde }), ...(valueSerde === undefined ? {} : { valueSerde }), ...(as === '' ? {} : { as }) }
}

function ofStream(node: JsonObject, stream: KStream): Made {
  const [keyMapper, valueMapper] = [property(node, 'key'), property(node, 'value')]
  const mapper = property(node, 'mapper') ?? keyMapper
  switch (textOf(node, 'node')) {
    case 'filter': return stream.filter(predicateOf(node['predicate']))
    case 'filterNot': return stream.filterNot(predicateOf(node['predicate']))
    case 'mapValues': return stream.mapValues((value, key) => mapperOf(node['mapper'])({ key, value }))
    case 'flatMapValues': return stream.flatMapValues(flatMapperOf(node['mapper']))
    case 'map': return stream.map((key, value) => ({ key: mapperOf(keyMapper)({ key, value }), value: mapperOf(valueMapper)({ key, value }) }))
    case 'selectKey': return stream.selectKey((key, value) => mapperOf(mapper)({ key, value }))
    case 'groupByKey': return stream.groupByKey(topicOptions(node))
    case 'groupBy': return stream.groupBy((key, value) => mapperOf(mapper)({ key, value }), topicOptions(node))
    case 'repartition': return stream.repartition(topicOptions(node))
    case 'branch': case 'split': return stream.split(branchesOf(node).map((branch) => predicateOf(branch)))
    case 'toTable': return stream.toTable(materialized(node))
    case 'to': {
      stream.to(textOf(node, 'topic'), topicOptions(node))
      return undefined
    }
    default: throw unknown(node)
  }
}

/** The predicates of a branch, in order; one without is the default's. */
export function branchesOf(node: JsonObject): readonly Json[] {
  const branches = [...listOf(node, 'branches'), ...listOf(node, 'predicates')]
  return branches.flatMap((branch) => (isObject(branch) && branch['predicate'] !== undefined ? [branch['predicate']] : isObject(branch) && textOf(branch, 'id') === '' ? [branch] : []))
}

function ofStreams(node: JsonObject, left: KStream, right: Operand): Operand {
  const kind = textOf(node, 'node')
  if (kind === 'merge' && right instanceof KStream) return left.merge(right)
  if (!(right instanceof KStream || right instanceof KTable || right instanceof GlobalKTable)) throw unknown(node)
  const join = mapperOf(node['joiner'])
  const joiner = (one: unknown, other: unknown, key: unknown): unknown => join({ left: one, right: other, key })
  const tableKey = property(node, 'tableKey')
  const options = {
    ...topicOptions(node),
    ...(isObject(node['window']) ? { windows: joinWindows(node['window']) } : {}),
    ...(tableKey === undefined ? {} : { tableKey: (key: unknown, value: unknown) => mapperOf(tableKey)({ key, value }) }),
  }
  if (kind === 'join') return left.join(right, joiner, options)
  if (kind === 'leftJoin') return left.leftJoin(right, joiner, options)
  if (kind === 'outerJoin' && right instanceof KStream) return left.outerJoin(right, joiner, options)
  throw unknown(node)
}

function ofTable(node: JsonObject, table: KTable): Operand {
  const keyMapper = property(node, 'key')
  switch (textOf(node, 'node')) {
    case 'filter': return table.filter(predicateOf(node['predicate']))
    case 'filterNot': return table.filterNot(predicateOf(node['predicate']))
    case 'mapValues': return table.mapValues((value, key) => mapperOf(node['mapper'])({ key, value }))
    case 'toStream': return table.toStream(keyMapper === undefined ? undefined : (key, value) => mapperOf(keyMapper)({ key, value }))
    case 'groupBy': return table.groupBy((key, value) => ({ key: mapperOf(keyMapper)({ key, value }), value: mapperOf(property(node, 'value') ?? 'value')({ key, value }) }), topicOptions(node))
    case 'suppress': return suppressed(node, table)
    default: throw unknown(node)
  }
}

function suppressed(node: JsonObject, table: KTable): KTable {
  const buffer = property(node, 'buffer')
  const waitMs = numberOf(node, 'ms')
  return table.suppress({
    until: textOf(node, 'until') === 'timeLimit' ? 'timeLimit' : 'windowCloses',
    recordsMax: numberOf(buffer, 'maxRecords') ?? Infinity,
    bytesMax: numberOf(buffer, 'maxBytes') ?? Infinity,
    whenFull: textOf(buffer, 'whenFull') === 'emitEarly' ? 'emitEarly' : 'shutDown',
    ...(waitMs === undefined ? {} : { waitMs }),
  })
}

function ofTables(node: JsonObject, left: KTable, right: KTable): KTable {
  const join = mapperOf(node['joiner'])
  const joiner = (one: unknown, other: unknown, key: unknown): unknown => join({ left: one, right: other, key })
  const kind = textOf(node, 'node')
  const foreignKey = property(node, 'foreignKey')
  if (foreignKey !== undefined) return left.joinByForeignKey(right, (key, value) => mapperOf(foreignKey)({ key, value }), joiner, kind === 'leftJoin')
  if (kind === 'join') return left.join(right, joiner)
  if (kind === 'leftJoin') return left.leftJoin(right, joiner)
  if (kind === 'outerJoin') return left.outerJoin(right, joiner)
  throw unknown(node)
}

function ofGroupedStream(node: JsonObject, grouped: KGroupedStream, from: readonly Operand[]): Operand {
  const aggregator = (key: unknown, value: unknown, aggregate: unknown): unknown => mapperOf(node['aggregator'])({ key, value, aggregate })
  switch (textOf(node, 'node')) {
    case 'windowedBy': return grouped.windowedBy(windowsOf(node))
    case 'emitStrategy': return grouped.emitStrategy(textOf(node, 'on') === 'windowClose' ? 'onWindowClose' : 'onWindowUpdate')
    case 'count': return grouped.count(materialized(node))
    case 'reduce': return grouped.reduce((aggregate, value) => mapperOf(node['reducer'])({ aggregate, value }), materialized(node))
    case 'aggregate': return grouped.aggregate(() => initialOf(node), aggregator, materialized(node), (key, left, right) => mapperOf(node['merger'])({ key, left, right }))
    case 'cogroup': return cogrouped(node, from)
    default: throw unknown(node)
  }
}

function cogrouped(node: JsonObject, from: readonly Operand[]): CogroupedKStream {
  const aggregators = isList(node['aggregators']) ? node['aggregators'] : from.map(() => node['aggregator'])
  return new CogroupedKStream(from.flatMap((grouped, index) => {
    const aggregator = mapperOf(aggregators[index])
    return grouped instanceof KGroupedStream ? [{ grouped, aggregator: (key: unknown, value: unknown, aggregate: unknown) => aggregator({ key, value, aggregate }) }] : []
  }))
}

function ofCogrouped(node: JsonObject, streams: CogroupedKStream): Operand | undefined {
  if (textOf(node, 'node') === 'windowedBy') return streams.windowedBy(windowsOf(node))
  if (textOf(node, 'node') === 'aggregate') return streams.aggregate(() => initialOf(node), materialized(node))
  throw unknown(node)
}

function ofGroupedTable(node: JsonObject, grouped: KGroupedTable): KTable {
  const mapped = (name: string) => (key: unknown, value: unknown, aggregate: unknown): unknown => mapperOf(node[name])({ key, value, aggregate })
  const reduced = (name: string) => (aggregate: unknown, value: unknown): unknown => mapperOf(node[name])({ aggregate, value })
  switch (textOf(node, 'node')) {
    case 'count': return grouped.count(materialized(node))
    case 'reduce': return grouped.reduce(reduced('adder'), reduced('subtractor'), materialized(node))
    case 'aggregate': return grouped.aggregate(() => initialOf(node), mapped('adder'), mapped('subtractor'), materialized(node))
    default: throw unknown(node)
  }
}

function initialOf(node: JsonObject): unknown {
  return node['initializer'] ?? null
}

function windowsOf(node: JsonObject): Windows {
  const graceMs = numberOf(node, 'graceMs') ?? 0
  if (textOf(node, 'window') === 'sliding') return { kind: 'sliding', differenceMs: numberOf(node, 'differenceMs') ?? 0, graceMs }
  if (textOf(node, 'window') === 'session') return { kind: 'session', gapMs: numberOf(node, 'gapMs') ?? numberOf(node, 'inactivityGapMs') ?? 0, graceMs }
  const sizeMs = numberOf(node, 'sizeMs') ?? 0
  return { kind: 'time', sizeMs, advanceMs: numberOf(node, 'advanceMs') ?? sizeMs, graceMs }
}

function joinWindows(window: JsonObject): JoinWindows {
  return { beforeMs: numberOf(window, 'beforeMs') ?? 0, afterMs: numberOf(window, 'afterMs') ?? 0, graceMs: numberOf(window, 'graceMs') ?? 0 }
}

function unknown(node: JsonObject): NotReplayable {
  return new NotReplayable(`the operation ${show(node)} is not known`)
}
