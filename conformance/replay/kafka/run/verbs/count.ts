import { isList, listOf, numberOf, plainText, property, textOf, type Json, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { isAcked, type SentRecord } from '../send-log.ts'
import type { Verb } from '../verb.ts'
import { storedNumbers } from './account.ts'

/** So many ack times were kept. */
const listedMax = 40

type Counter = (world: RunWorld, step: JsonObject) => Json

/** `count`: what the producers' logs and the reads add up to, by `what`. */
export const count: Verb = (world, step) => {
  const what = textOf(step, 'what')
  const counter = counters.get(what)
  if (counter === undefined) throw new NotReplayable(`count ${what} is not replayed yet`)
  return counter(world, step)
}

const counters: ReadonlyMap<string, Counter> = new Map<string, Counter>([
  ['acked', (world, step) => {
    const { records } = flowOf(world, step).sendLog
    return { acked: records.filter(isAcked).length, failed: records.filter(({ error }) => error !== undefined).length }
  }],
  ['acked-since', (world, step) => ackedBetween(world, step, textOf(step, 'since'), Infinity)],
  ['acked-between', (world, step) => ackedBetween(world, step, textOf(step, 'from'), (numberOf(step, 'seconds') ?? 0) * 1_000_000)],
  ['acked-of', ackedOf],
  ['stored-of', storedOf],
  ['offsets-of', offsetsOf],
  ['lost-acked', lostAcked],
  ['never-delivered', neverDelivered],
  ['partition-of-key', partitionOfKey],
])

function flowOf(world: RunWorld, step: JsonObject): ReplayClient {
  return world.client(textOf(step, 'flow'))
}

function ackedBetween(world: RunWorld, step: JsonObject, label: string, lengthMicros: number): Json {
  const from = world.labels.get(label)
  if (from === undefined) throw new NotReplayable(`no step has the label ${label}`)
  const acked = flowOf(world, step).sendLog.acknowledged.filter(({ settledMicros = 0 }) => settledMicros >= from && settledMicros < from + lengthMicros)
  return { acked: acked.length }
}

function ackedOf(world: RunWorld, step: JsonObject): Json {
  const range = world.sends.get(textOf(step, 'read'))
  if (range === undefined) throw new NotReplayable(`nothing was sent as ${textOf(step, 'read')}`)
  const { client, first, count: length } = range
  return { acked: client.sendLog.acknowledged.filter(({ number }) => number >= first && number < first + length).length }
}

/** The records' numbers over the life of whoever sent them; `seqs` takes a range of them. */
function storedOf(world: RunWorld, step: JsonObject): Json {
  const read = world.reads.get(textOf(step, 'read'))
  if (read === undefined) throw new NotReplayable(`nothing was read as ${textOf(step, 'read')}`)
  const [from = -Infinity, to = Infinity] = listOf(step, 'seqs').map(Number)
  const numbers = read.map(({ record }) => record - world.lane.streams.of(record).base).filter((number) => number >= from && number <= to)
  const distinct = [...new Set(numbers)]
  return { count: distinct.length, list: `[${distinct.join(', ')}]`, maxSeq: distinct.reduce((max, number) => Math.max(max, number), -1) }
}

function offsetsOf(world: RunWorld, step: JsonObject): Json {
  const [from = -Infinity, to = Infinity] = listOf(step, 'seqs').map(Number)
  const records = flowOf(world, step).sendLog.acknowledged.filter(({ number }) => number >= from && number <= to)
  return { list: `[${records.map(({ offset }) => offset).join(', ')}]` }
}

function lostAcked(world: RunWorld, step: JsonObject): Json {
  const client = flowOf(world, step)
  const stored = new Set(storedNumbers(world, client, textOf(step, 'read')))
  const lost = client.sendLog.acknowledged.filter(({ number }: SentRecord) => !stored.has(number))
  return { count: lost.length, ackTimes: lost.slice(0, listedMax).map(({ settledMicros }) => world.msSince(textOf(step, 'zero'), settledMicros)) }
}

function neverDelivered(world: RunWorld, step: JsonObject): Json {
  const { consumer } = world.client(textOf(step, 'client'))
  const distinct = new Set((consumer?.received ?? []).map(({ record }) => record))
  return { count: (numberOf(step, 'of') ?? 0) - distinct.size }
}

/** Where each key went in each of some sends, and how many keys moved from one to the next. */
function partitionOfKey(world: RunWorld, step: JsonObject): Json {
  const reads = property(step, 'reads')
  const ranges = isList(reads) ? reads.map((name) => world.sends.get(plainText(name))) : []
  const map: Record<string, number[]> = {}
  for (const range of ranges) {
    if (range === undefined) continue
    for (let index = 0; index < range.count; index++) {
      const number = range.first + index
      const key = range.client.records.key(number) ?? '';
      (map[key] ??= []).push(range.client.sendLog.of(number)?.partition ?? -1)
    }
  }
  const moved = (from: number, to: number): number => Object.values(map).filter((places) => places[from] !== places[to]).length
  return { map, moved01: moved(0, 1), moved12: moved(1, 2) }
}
