import type { CountSeries } from '../../ledger/count-series.ts'
import type { DestinationBalance } from '../../ledger/balance.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RecordedChanges } from '../../sim/recorder.ts'
import { backlogOf, timeToDrainMicros, type BacklogParts } from './backlog.ts'
import type { DiskPeaks } from './disk-peaks.ts'
import { costsOf } from './lane-costs.ts'
import type { RunDestination, RunLane, RunLatency, RunSeries } from './run-document.ts'
import { componentsOfLane, hashOfComponents } from './run-hash.ts'
import { silenceOf, type Silence } from './silence.ts'
import { waitingSeries, type OfferedAt } from './waiting-series.ts'

/** What a lane's document is made from beside the lane. */
export interface LaneFacts {
  readonly hashes: ReadonlyMap<string, string>
  /** Copies of a record that the configuration asks for. */
  readonly copies: number
  readonly changes: RecordedChanges
  readonly diskPeaks: DiskPeaks
  readonly offeredAt: OfferedAt
}

/** One lane of the Run: its closed books, its curves, its stories, its picture and its costs. */
export function laneDocument(lane: Lane, facts: LaneFacts): RunLane {
  const { ledger, topology } = lane
  const endMicros = lane.simulation.nowMicros
  const books = [...ledger.books.values()]
  const offered = series(ledger.offeredSeries, 'offered')
  const story = ledger.story.columns()
  const silence = acknowledgementSilence(lane)
  const closed = ledger.balance().map((balance, index) => {
    const destination = ledger.destinations[index]
    const parts = destination === undefined ? undefined : backlogParts(destination, { offered, waiting: waitingSeries(lane, destination, story, facts.offeredAt) })
    return { parts, document: destinationDocument(balance, destination, parts, endMicros) }
  })
  return {
    name: lane.name,
    hash: hashOfComponents(componentsOfLane(facts.hashes, lane.name)),
    offered: books.reduce((sum, book) => sum + book.offered, 0),
    acknowledged: books.reduce((sum, book) => sum + book.accepted, 0),
    refusedAttempts: ledger.refusedAttempts,
    longestWithoutAcknowledgementMicros: silence.longestMicros,
    totalWithoutAcknowledgementMicros: silence.totalMicros,
    longestWithoutDeliveryMicros: Math.max(0, ...closed.map(({ document }) => document.longestWithoutDeliveryMicros)),
    destinations: closed.map(({ document }) => document),
    series: [offered, series(ledger.acceptedSeries, 'acknowledged'), ...closed.flatMap(({ parts }) => (parts === undefined ? [] : [parts.owed, parts.delivered, parts.ended]))],
    story,
    nodes: topology.nodes,
    edges: topology.edges,
    costs: costsOf(lane, facts),
  }
}

/** The longest time so far without an acknowledgement although records waited for one, in microseconds. */
export function acknowledgementSilenceMicros(lane: Lane): number {
  return acknowledgementSilence(lane).longestMicros
}

function acknowledgementSilence({ ledger, simulation }: Lane): Silence {
  const parts = { offered: series(ledger.offeredSeries, 'offered'), happened: series(ledger.acceptedSeries, 'acknowledged'), ended: series(ledger.givenUpSeries, 'ended') }
  return silenceOf(parts, simulation.nowMicros)
}

function series(counts: CountSeries, name: RunSeries['name'], destination?: string): RunSeries {
  return { name, destination, ...counts.toArray() }
}

function backlogParts({ name, series: delivered }: Destination, { offered, waiting }: { readonly offered: RunSeries; readonly waiting: ReturnType<typeof waitingSeries> }): BacklogParts {
  return { offered, owed: series(waiting.owed, 'owed', name), delivered: series(delivered, 'delivered', name), ended: series(waiting.ended, 'ended', name) }
}

function destinationDocument(balance: DestinationBalance, destination: Destination | undefined, parts: BacklogParts | undefined, endMicros: number): RunDestination {
  const { destination: name, owed, delivered, duplicates, replayed, reordered, lostWrites, lines, imbalances } = balance
  return {
    name, owed, delivered, duplicates, replayed, reordered, lostWrites, lines, imbalances,
    latency: latencyOf(destination),
    longestWithoutDeliveryMicros: parts === undefined ? 0 : silenceOf({ offered: parts.owed, happened: parts.delivered, ended: parts.ended }, endMicros).longestMicros,
    peakBacklog: parts === undefined ? 0 : backlogOf(parts, endMicros).reduce((max, count) => Math.max(max, count), 0),
    timeToDrainMicros: parts === undefined ? Number.NaN : timeToDrainMicros(parts, endMicros),
  }
}

function latencyOf(destination: Destination | undefined): RunLatency {
  const histogram = destination?.latency
  const quantile = (share: number): number => histogram?.quantileMicros(share) ?? Number.NaN
  const maxMicros = histogram === undefined || histogram.total === 0 ? Number.NaN : histogram.maxMicros
  return { p50Micros: quantile(0.5), p99Micros: quantile(0.99), p999Micros: quantile(0.999), maxMicros }
}
