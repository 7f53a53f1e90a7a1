import { countEvents } from '../../../engine/flume/event/event-run.ts'
import type { Channel } from '../../../engine/flume/channels/channel.ts'
import type { Flow, JavaThread } from '../../../engine/flume/thread/java-thread.ts'
import { isObject, listOf, numberOf, property, textOf, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { BareChannel } from './functions/bare-channel.ts'
import { Machine } from './run/machine.ts'

/** Events a second by batch size. */
type Rates = ReadonlyMap<number, number>

const verbs = new Set(['putFor', 'takeAll'])

/** Rates of puts on a channel by batch size, as ratios: the fastest machine and the slowest have those in common. */
export const ratioReplayer: Replayer = {
  usesChance: false,
  accepts: ({ setup, replay }) => textOf(setup, 'channel') !== '' && Array.isArray(replay) && replay.every((step: Json) => verbs.has(textOf(step, 'op'))),
  replay: ({ setup, replay }) => {
    const steps = Array.isArray(replay) ? (replay as readonly Json[]) : []
    const [first, second] = textOf(setup, 'channel').split('/')
    const rates = putRates(first ?? '', setup, steps)
    if (second === undefined) return { observed: { relativeToBatch1: byBatch(rates, (rate) => rate / (rates.get(1) ?? Number.NaN)) } }
    const others = putRates(second, setup, steps)
    return { observed: { memoryOverFile: byBatch(rates, (rate, batch) => rate / (others.get(batch) ?? Number.NaN)) } }
  },
}

function byBatch(rates: Rates, value: (rate: number, batch: number) => number): Json {
  return Object.fromEntries([...rates].map(([batch, rate]) => [`batch${String(batch)}`, value(rate, batch)]))
}

function putRates(type: string, setup: Json | undefined, steps: readonly Json[]): Rates {
  if (type !== 'memory' && type !== 'file') throw new NotReplayable(`ratios of a ${type} channel`)
  const machine = new Machine(1, { disk: { fsyncMicros: fsyncMicros(setup) } })
  const properties = property(setup, 'properties')
  const bare = new BareChannel(machine, { type, ...(isObject(properties) ? properties : {}) })
  const body = 'x'.repeat(numberOf(setup, 'eventBytes') ?? 0)
  const eventsMax = numberOf(setup, 'maxEventsPerPhase') ?? Number.POSITIVE_INFINITY
  const rates = new Map<number, number>()
  bare.run(function* (channel, thread) {
    for (const step of steps) {
      const batch = numberOf(step, 'batch') ?? 1
      if (textOf(step, 'op') === 'takeAll') yield* takeAll(channel, thread, batch)
      else rates.set(batch, yield* putFor(machine, channel, { thread, batch, body, eventsMax, seconds: numberOf(step, 'seconds') ?? 0 }))
    }
  })
  return rates
}

/** The middle of the runs' mean fsync times, which follow from median and 90th percentile of log-normal times. */
function fsyncMicros(setup: Json | undefined): number {
  const measured = property(setup, 'fsyncMs')
  const p90 = listOf(measured, 'p90').map(Number)
  const means = listOf(measured, 'median').map((median, index) => logNormalMean(Number(median), p90[index] ?? Number(median)))
  means.sort((left, right) => left - right)
  return Math.round((means[Math.floor(means.length / 2)] ?? 1) * 1000)
}

/** Standard deviations from the median to the 90th percentile of a normal distribution. */
const p90Deviations = 1.2816

function logNormalMean(median: number, p90: number): number {
  const sigma = Math.log(p90 / median) / p90Deviations
  return median * Math.exp(sigma ** 2 / 2)
}

interface Puts {
  readonly thread: JavaThread
  readonly batch: number
  readonly body: string
  readonly seconds: number
  readonly eventsMax: number
}

/** @returns events a second */
function* putFor(machine: Machine, channel: Channel, { thread, batch, body, seconds, eventsMax }: Puts): Flow<number> {
  const started = machine.nowMicros
  const events = machine.records(Array.from({ length: batch }, () => body), 'test', [])
  let count = 0
  while (machine.nowMicros - started < seconds * 1_000_000 && count + batch <= eventsMax) {
    const transaction = channel.getTransaction(thread)
    transaction.begin()
    yield* transaction.put([events])
    yield* transaction.commit()
    transaction.close()
    count += batch
  }
  return (count * 1_000_000) / Math.max(1, machine.nowMicros - started)
}

function* takeAll(channel: Channel, thread: JavaThread, batch: number): Flow<void> {
  for (;;) {
    const transaction = channel.getTransaction(thread)
    transaction.begin()
    const taken = countEvents(yield* transaction.take(Math.min(batch, channel.size)))
    yield* transaction.commit()
    transaction.close()
    if (taken === 0 || channel.size === 0) return
  }
}
