import type { Settings } from '../../flume/conf/component-type.ts'
import type { LoadedAgent } from '../../flume/conf/load-conf.ts'
import { channelOf, type Ending, type Inflow } from './ways.ts'

/** What comes to a source from outside. */
export interface SourceWorld {
  readonly perSecond: number
  readonly bytes: number
  /** Whether a sender that hears of a refusal sends again. */
  readonly repeats: boolean
}

/** The store that the sinks of a channel write to, where they do so over the network. */
export interface StoreWorld {
  readonly perSecond: number
  readonly answersAfterMs: number
}

/** How long and how hard the faults of the report are. */
export interface FaultWorld {
  /** Arrivals last so long where no fault needs more. */
  readonly loadSeconds: number
  readonly restartSeconds: number
  readonly powerSeconds: number
  /** What a store takes of what arrives, while it is too slow. */
  readonly slowPercent: number
  readonly outageSeconds: number
  readonly floodTimes: number
  readonly floodSeconds: number
  /** `-Xmx` of the agent's JVM. */
  readonly heapMegabytes: number
}

/** Everything outside the agent that its file does not say. */
export interface OutsideWorld {
  /** By the source's name. */
  readonly sources: Readonly<Record<string, SourceWorld>>
  /** By the channel's name. */
  readonly stores: Readonly<Record<string, StoreWorld>>
  readonly faults: FaultWorld
}

/** What a reader has said of the world; all else is filled in. */
export interface GivenWorld {
  readonly sources: Readonly<Record<string, Partial<SourceWorld>>>
  readonly stores: Readonly<Record<string, Partial<StoreWorld>>>
  readonly faults: Partial<FaultWorld>
}

/** Where nobody has said anything of the world. */
export const nothingGiven: GivenWorld = { sources: {}, stores: {}, faults: {} }

const defaultSource: Omit<SourceWorld, 'perSecond'> = { bytes: 200, repeats: true }
/** Events a second to each source, by the number of ways through the agent: a report of many ways shall not take longer. */
const defaultRates: readonly (readonly [ways: number, perSecond: number])[] = [[1, 100], [3, 50], [8, 20]]
const leastRate = 10
const defaultFaults: FaultWorld = {
  loadSeconds: 60, restartSeconds: 10, powerSeconds: 60, slowPercent: 50, outageSeconds: 600, floodTimes: 10, floodSeconds: 60, heapMegabytes: 512,
}
/** A store takes this many times what arrives: enough for an ordinary day, and not for a flood. */
const storeHeadroom = 3
const defaultAnswerMs = 5

/** A world for the ways of an agent: what was given, where it was, and else modelling choices. */
export function outsideWorld(inflows: readonly Inflow[], endings: readonly Ending[], given: GivenWorld = nothingGiven): OutsideWorld {
  const ways = inflows.reduce((sum, { channels }) => sum + channels.length, 0)
  const perSecond = defaultRates.find(([most]) => ways <= most)?.[1] ?? leastRate
  const sources = Object.fromEntries(inflows.map(({ source }) => [source, { perSecond, ...defaultSource, ...given.sources[source] }]))
  const stores = Object.fromEntries(
    endings.filter(({ kind }) => kind === 'store').map(({ channel }) => [
      channel,
      { perSecond: storeHeadroom * arrivalsAt(channel, inflows, sources), answersAfterMs: defaultAnswerMs, ...given.stores[channel] },
    ]),
  )
  return { sources, stores, faults: { ...defaultFaults, ...given.faults } }
}

/** Events a second that come to a channel from outside; at least 1. */
export function arrivalsAt(channel: string, inflows: readonly Inflow[], sources: OutsideWorld['sources']): number {
  const total = inflows.filter(({ channels }) => channels.includes(channel)).reduce((sum, { source }) => sum + (sources[source]?.perSecond ?? 0), 0)
  return Math.max(1, total)
}

/** How long arrivals must go on until a channel is full that a slow store empties; Infinity where nothing fills. */
export function secondsToFill(channel: string, loaded: LoadedAgent, inflows: readonly Inflow[], { sources, faults }: OutsideWorld): number {
  const settings: Settings = channelOf(loaded, channel)?.settings ?? {}
  const capacity = Number(settings['capacity'] ?? Number(settings['memoryCapacity'] ?? 0) + Number(settings['overflowCapacity'] ?? 0))
  const surplus = arrivalsAt(channel, inflows, sources) * (1 - Math.min(faults.slowPercent, 99) / 100)
  return capacity > 0 ? capacity / surplus : Number.POSITIVE_INFINITY
}
