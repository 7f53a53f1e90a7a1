import type { Fate } from '../../ledger/fate.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { Metric, Outcome } from '../api/lane-types.ts'
import { sealClass } from '../source/seal-class.ts'

/** A value that the scenario can look at; `expect` recognises it. */
export class LaneMetric implements Metric {
  readonly name: string
  readonly #read: () => number

  constructor(name: string, read: () => number) {
    this.name = name
    this.#read = read
    Object.freeze(this)
  }

  get value(): number {
    return this.#read()
  }

  /** Reads a metric without going through a property that could be the reader's; undefined for anything else. */
  static read(value: unknown): { readonly name: string; readonly value: number } | undefined {
    return typeof value === 'object' && value !== null && #read in value ? { name: value.name, value: value.#read() } : undefined
  }
}

sealClass(LaneMetric)

/**
 * What became of the records of a lane, for one destination or summed over all of them.
 * @param destinationName all when undefined
 */
export function outcomeMetrics(lane: Lane, destinationName?: string): Outcome {
  const ledger = lane.ledger
  const prefix = destinationName === undefined ? lane.name : `${lane.name} to ${destinationName}`
  const metric = (name: string, read: () => number): Metric => new LaneMetric(`${prefix}: ${name}`, read)
  const destinations = (): readonly Destination[] =>
    ledger.destinations.filter(({ name }) => destinationName === undefined || name === destinationName)
  const sum = (pick: (destination: Destination) => number): number => destinations().reduce((total, one) => total + pick(one), 0)
  const balances = (): ReturnType<typeof ledger.balance> =>
    ledger.balance().filter(({ destination }) => destinationName === undefined || destination === destinationName)
  const fate = (wanted: Fate) => (): number =>
    balances().reduce((total, { lines }) => total + lines.filter((line) => line.fate === wanted).reduce((part, { count }) => part + count, 0), 0)
  const latency = (pick: (destination: Destination) => number) => (): number => {
    const values = destinations().filter(({ latency: histogram }) => histogram.total > 0).map(pick)
    return values.length === 0 ? Number.NaN : Math.max(...values) / 1000
  }
  return {
    offered: metric('offered', () => [...ledger.books.values()].reduce((total, { offered }) => total + offered, 0)),
    acknowledged: metric('acknowledged', () => [...ledger.books.values()].reduce((total, { accepted }) => total + accepted, 0)),
    delivered: metric('delivered', () => sum(({ distinct }) => distinct)),
    duplicates: metric('duplicates', () => sum(({ deliveries, distinct, replayed }) => deliveries - distinct - replayed)),
    replayed: metric('replayed', () => sum(({ replayed }) => replayed)),
    reordered: metric('reordered', () => sum(({ reordered }) => reordered)),
    lost: metric('lost', fate('lost')),
    lostWrites: metric('lost writes', () => balances().reduce((total, { lostWrites }) => total + lostWrites, 0)),
    dropped: metric('dropped', fate('dropped')),
    filtered: metric('filtered', fate('filtered')),
    expired: metric('expired', fate('expired')),
    superseded: metric('superseded', fate('superseded')),
    unknown: metric('unknown outcome', fate('unknown')),
    inFlight: metric('in flight', fate('in flight')),
    refused: metric('attempts refused', () => ledger.refusedAttempts),
    latencyP50Ms: metric('latency p50 in ms', latency(({ latency: histogram }) => histogram.quantileMicros(0.5))),
    latencyP99Ms: metric('latency p99 in ms', latency(({ latency: histogram }) => histogram.quantileMicros(0.99))),
    latencyMaxMs: metric('latency max in ms', latency(({ latency: histogram }) => histogram.maxMicros)),
  }
}
