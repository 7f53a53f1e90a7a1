import type { KStream } from '../../../../engine/streams/dsl/k-stream.ts'
import { StreamsBuilder } from '../../../../engine/streams/dsl/streams-builder.ts'
import { bytesOfText, textOfBytes, type ByteString } from '../../../../engine/streams/serde/byte-string.ts'
import { KeyValueStore } from '../../../../engine/streams/state/key-value-store.ts'
import { StreamsException } from '../../../../engine/streams/streams-exception.ts'
import { TopologyTestDriver, type TestOutput } from '../../../../engine/streams/topology-test-driver.ts'
import type { Topology } from '../../../../engine/streams/topology/topology.ts'
import { isList, isObject, listOf, numberOf, plainText, property, show, textOf, type Json, type JsonObject } from '../../../json.ts'
import { NotReplayable, type Replayer } from '../../replayer.ts'
import { applied, branchesOf, materialized, serdeOf, topicOptions, type Made, type Operand } from './operations.ts'

/** Records through a topology of `setup.topology`, one by one. */
export const topologyReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, setup }) => kind === 'sequence' && isList(property(setup, 'topology')) && property(setup, 'outputs') !== undefined,
  replay: ({ setup, replay }) => {
    try {
      return { observed: observedOf(setup ?? null, isList(replay) ? replay : []) }
    } catch (error) {
      if (error instanceof StreamsException) return { observed: describe(error) }
      throw error
    }
  },
}

function observedOf(setup: Json, steps: readonly Json[]): Json {
  const defaults = textOf(setup, 'defaultSerdes')
  const serde = serdeOf(defaults === '' ? 'string' : defaults)
  const topology = topologyOf(listOf(setup, 'topology'), new StreamsBuilder({ keySerde: serde, valueSerde: serde }))
  const config = property(setup, 'config')
  const driver = new TopologyTestDriver(topology, {
    applicationId: textOf(setup, 'applicationId'),
    settings: new Map(Object.entries(isObject(config) ? config : {}).map(([name, value]) => [name, plainText(value)])),
    wallClockMs: numberOf(setup, 'wallClockMs') ?? 0,
  })
  const outs: Json[] = []
  const observed: Record<string, Json> = { steps: outs }
  for (const step of steps) {
    const operation = textOf(step, 'op')
    if (operation === 'stores') Object.assign(observed, finalState(driver, step))
    else {
      takeStep(driver, step, operation)
      outs.push({ out: listOf(setup, 'outputs').flatMap((output) => driver.drain(textOf(output, 'topic')).map((record) => outputOf(output, record))) })
    }
  }
  return observed
}

function takeStep(driver: TopologyTestDriver, step: Json, operation: string): void {
  if (operation === 'advance') driver.advance(numberOf(step, 'ms') ?? 0)
  else if (operation === 'pipe') {
    driver.pipe({ topic: textOf(step, 'topic'), key: bytesOf(property(step, 'key')), value: bytesOf(property(step, 'value')), timestamp: numberOf(step, 'timestamp') ?? 0 })
  } else throw new NotReplayable(`the verb ${operation} is not known`)
}

function topologyOf(nodes: readonly Json[], builder: StreamsBuilder): Topology {
  const named = new Map<string, Operand>()
  let last: Operand | undefined
  for (const node of nodes) {
    if (!isObject(node)) throw new NotReplayable(`${show(node)} is no node`)
    const made = sourceOf(node, builder) ?? applied(node, operandsOf(node, named, last))
    const id = textOf(node, 'id')
    if (isBranches(made)) for (const [index, stream] of made.entries()) named.set(branchId(node, index), stream)
    else {
      last = made
      if (last !== undefined && id !== '') named.set(id, last)
    }
  }
  return builder.build()
}

function isBranches(made: Made): made is readonly KStream[] {
  return Array.isArray(made)
}

function sourceOf(node: JsonObject, builder: StreamsBuilder): Operand | undefined {
  const topic = textOf(node, 'topic')
  if (node['node'] === 'stream') return builder.stream(isList(node['topics']) ? node['topics'].map(String) : topic, topicOptions(node))
  if (node['node'] === 'table') return builder.table(topic, materialized(node))
  return node['node'] === 'globalTable' ? builder.globalTable(topic, materialized(node)) : undefined
}

function operandsOf(node: JsonObject, named: ReadonlyMap<string, Operand>, last: Operand | undefined): readonly Operand[] {
  const from = node['from']
  const ids = isList(from) ? from.map(String) : typeof from === 'string' ? [from] : undefined
  if (ids === undefined) {
    if (last === undefined) throw new NotReplayable(`${show(node)} has nothing before it`)
    return [last]
  }
  return ids.map((id) => {
    const operand = named.get(id)
    if (operand === undefined) throw new NotReplayable(`no node has the id ${id}`)
    return operand
  })
}

/** A branch is named by its own id, by the list of ids, or by the node's id and its number. */
function branchId(node: JsonObject, index: number): string {
  const branch = listOf(node, 'branches')[index]
  const own = textOf(branch, 'id')
  if (own !== '') return own
  const id = listOf(node, 'ids')[index]
  if (typeof id === 'string') return id
  return index === branchesOf(node).length ? textOf(node, 'default') : `${textOf(node, 'id')}.${String(index)}`
}

function outputOf(output: Json, { key, value, timestamp }: TestOutput): Json {
  const text = textOf(output, 'value')
  const read = value === null ? null : serdeOf(text === 'text' ? 'string' : text).deserialize(value)
  const shown = typeof read === 'bigint' ? Number(read) : typeof read === 'number' || typeof read === 'string' ? read : null
  return { topic: textOf(output, 'topic'), key: key === null ? null : textOfBytes(key), value: shown, ts: timestamp }
}

function finalState(driver: TopologyTestDriver, step: Json): JsonObject {
  const fields = property(step, 'fields')
  const internal = [...driver.internalTopics()].map(([name, records]) => [name, records.map(internalRecord)])
  const stores = [...driver.stores()].flatMap(([name, store]) => (store instanceof KeyValueStore ? [[name, rowsOf(store)]] : []))
  return {
    [textOf(fields, 'internalTopics')]: Object.fromEntries(internal) as JsonObject,
    [textOf(fields, 'stores')]: Object.fromEntries(stores) as JsonObject,
    [textOf(fields, 'dropped')]: driver.dropped,
  }
}

function internalRecord({ key, value, timestamp }: TestOutput): Json {
  return { key: key === null ? null : shownKey(key), value: value === null ? null : hexOf(value), ts: timestamp }
}

function shownKey(key: ByteString): string {
  return /^[\u0020-\u007e]*$/u.test(key) ? key : hexOf(key)
}

function hexOf(bytes: ByteString): string {
  return `hex:${[...bytes].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('')}`
}

function rowsOf(store: KeyValueStore): Json {
  return Object.fromEntries(store.all().map(({ key, value, timestamp }) => [String(key), { value: String(value), ts: timestamp }]))
}

function bytesOf(text: Json | undefined): ByteString | null {
  return typeof text === 'string' ? bytesOfText(text) : null
}

function describe(error: StreamsException): Json {
  const { cause } = error
  const reason = cause instanceof StreamsException ? { cause: { exception: cause.javaClass, message: cause.message } } : {}
  return { exception: error.javaClass, message: error.message, ...reason }
}
