import { textOf, type Json, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { isAcked, type SentRecord } from '../send-log.ts'
import type { Verb } from '../verb.ts'

/** An ack counts as one after the fault only when it comes later than this; what was under way may arrive before. */
const afterFaultMs = 50

/** `account`: what one producer sent against what is stored, and what a live consumer got. Times in ms from `zero`. */
export const account: Verb = (world, step) => {
  const client = world.client(textOf(step, 'flow'))
  const stored = storedNumbers(world, client, textOf(step, 'stored'))
  const msOf = msFrom(world, textOf(step, 'zero'))
  const { records } = client.sendLog
  const distinct = new Set(stored)
  const isStored = ({ number }: SentRecord): boolean => distinct.has(number)
  return {
    sent: records.length,
    acked: records.filter(isAcked).length,
    failed: records.filter(({ error }) => error !== undefined).length,
    fails: failures(records, msOf),
    unresolved: records.filter(({ settledMicros }) => settledMicros === undefined).length,
    stored: distinct.size,
    storedRecords: stored.length,
    lostAcked: records.filter((record) => isAcked(record) && !isStored(record)).length,
    failedButStored: records.filter((record) => record.error !== undefined && isStored(record)).length,
    notStored: records.length - distinct.size,
    duplicates: stored.length - distinct.size,
    reordered: reorderedCount(stored),
    ...ackGaps(records, msOf),
    ...deliveries(world, step, distinct, { msOf, client }),
    ...moments(world, msOf),
  }
}

/** Numbers of the client's records in the order in which they lie in the log. */
export function storedNumbers(world: RunWorld, client: ReplayClient, read: string): readonly number[] {
  const records = world.reads.get(read)
  if (records === undefined) throw new NotReplayable(`nothing was read as ${read}`)
  return records.map(({ record }) => record - client.stream.base).filter((number) => number >= 0 && number < client.records.count)
}

/** Turns virtual microseconds into whole milliseconds from a label. */
function msFrom(world: RunWorld, label: string): (micros: number) => number {
  return (micros) => world.msSince(label, micros)
}

type MsOf = (micros: number) => number

function failures(records: readonly SentRecord[], msOf: MsOf): Json {
  const fails: Record<string, { count: number; firstMs: number; lastMs: number }> = {}
  for (const { error, settledMicros } of records) {
    if (error === undefined || settledMicros === undefined) continue
    const ms = msOf(settledMicros)
    const known = fails[error]
    if (known === undefined) fails[error] = { count: 1, firstMs: ms, lastMs: ms }
    else fails[error] = { count: known.count + 1, firstMs: Math.min(known.firstMs, ms), lastMs: Math.max(known.lastMs, ms) }
  }
  return fails
}

/** First copies that are stored after a higher number. */
function reorderedCount(stored: readonly number[]): number {
  const seen = new Set<number>()
  let highest = -1
  let reordered = 0
  for (const number of stored) {
    if (seen.has(number)) continue
    seen.add(number)
    if (number < highest) reordered++
    else highest = number
  }
  return reordered
}

function ackGaps(records: readonly SentRecord[], msOf: MsOf): JsonObject {
  const times = records.filter(isAcked).map(({ settledMicros }) => msOf(settledMicros ?? 0)).sort((left, right) => left - right)
  const { gap, start } = longestGap(times)
  const firstAfter = times.find((ms) => ms > afterFaultMs)
  return { longestAckGapMs: gap, longestAckGapStartMs: start, firstAckAfterFaultMs: firstAfter ?? null }
}

/** The longest time between two neighbours of a sorted list, and the earlier of them. */
function longestGap(times: readonly number[]): { readonly gap: number; readonly start: number } {
  let gap = 0
  let start = times[0] ?? 0
  for (let index = 1; index < times.length; index++) {
    const [before, after] = [times[index - 1] ?? 0, times[index] ?? 0]
    if (after - before > gap) [gap, start] = [after - before, before]
  }
  return { gap, start }
}

interface Accounted {
  readonly msOf: MsOf
  readonly client: ReplayClient
}

function deliveries(world: RunWorld, step: JsonObject, stored: ReadonlySet<number>, { msOf, client }: Accounted): JsonObject {
  const id = textOf(step, 'live')
  if (id === '') return {}
  const { consumer } = world.client(id)
  const { base } = client.stream
  const received = (consumer?.received ?? []).map(({ record, micros }) => ({ number: record - base, ms: msOf(micros) })).filter(({ number }) => number >= 0 && number < client.records.count)
  const distinct = new Set(received.map(({ number }) => number))
  const { gap, start } = longestGap(received.map(({ ms }) => ms))
  return {
    delivered: distinct.size,
    deliveredTwice: received.length - distinct.size,
    deliveredButNotStored: [...distinct].filter((number) => !stored.has(number)).length,
    longestDeliveryGapMs: gap,
    longestDeliveryGapStartMs: start,
  }
}

/** When labelled things happened. */
function moments(world: RunWorld, msOf: MsOf): JsonObject {
  const ms = (micros: number | undefined): Json => (micros === undefined ? null : msOf(micros))
  return {
    restartMs: ms(world.labels.get('restart')),
    contMs: ms(world.labels.get('cont')),
    fullIsrMs: ms(world.cameTrue.get('isr-full')),
  }
}
