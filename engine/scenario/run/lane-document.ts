import type { Lane } from '../../ledger/lane.ts'
import type { Destination } from '../../ledger/lane-ledger.ts'
import type { RunCosts, RunDestination, RunLane, RunLatency, RunSeries } from './run-document.ts'
import { componentsOfLane, hashOfComponents } from './run-hash.ts'
import { longestSilenceMicros } from './silence.ts'

/** One lane of the Run: its closed books, its curves, its stories, its picture and its costs. */
export function laneDocument(lane: Lane, hashes: ReadonlyMap<string, string>, copies: number): RunLane {
  const { ledger, topology } = lane
  const endMicros = lane.simulation.nowMicros
  const books = [...ledger.books.values()]
  const offered = series(ledger.offeredSeries, 'offered')
  const delivered = ledger.destinations.map((destination) => series(destination.series, 'delivered', destination.name))
  return {
    name: lane.name,
    hash: hashOfComponents(componentsOfLane(hashes, lane.name)),
    offered: books.reduce((sum, book) => sum + book.offered, 0),
    acknowledged: books.reduce((sum, book) => sum + book.accepted, 0),
    refusedAttempts: ledger.refusedAttempts,
    longestWithoutAcknowledgementMicros: acknowledgementSilenceMicros(lane),
    longestWithoutDeliveryMicros: Math.max(0, ...delivered.map((one) => longestSilenceMicros(offered, one, endMicros))),
    destinations: destinationsOf(lane),
    series: [offered, series(ledger.acceptedSeries, 'acknowledged'), ...delivered],
    story: ledger.story.columns(),
    nodes: topology.nodes,
    edges: topology.edges,
    costs: costsOf(lane, copies),
  }
}

/** The longest time so far without an acknowledgement although records waited for one, in microseconds. */
export function acknowledgementSilenceMicros({ ledger, simulation }: Lane): number {
  return longestSilenceMicros(series(ledger.offeredSeries, 'offered'), series(ledger.acceptedSeries, 'acknowledged'), simulation.nowMicros)
}

function series(counts: { toArray(): { readonly bucketMicros: number; readonly counts: Float64Array } }, name: RunSeries['name'], destination?: string): RunSeries {
  return { name, destination, ...counts.toArray() }
}

function destinationsOf({ ledger }: Lane): readonly RunDestination[] {
  return ledger.balance().map((balance, index) => {
    const { destination, owed, delivered, duplicates, reordered, lostWrites, lines, imbalances } = balance
    return { name: destination, owed, delivered, duplicates, reordered, lostWrites, lines, imbalances, latency: latencyOf(ledger.destinations[index]) }
  })
}

function latencyOf(destination: Destination | undefined): RunLatency {
  const histogram = destination?.latency
  const quantile = (share: number): number => histogram?.quantileMicros(share) ?? Number.NaN
  const maxMicros = histogram === undefined || histogram.total === 0 ? Number.NaN : histogram.maxMicros
  return { p50Micros: quantile(0.5), p99Micros: quantile(0.99), p999Micros: quantile(0.999), maxMicros }
}

function costsOf(lane: Lane, copies: number): RunCosts {
  const disks = lane.hosts.flatMap((host) => host.disks)
  const total = (pick: (disk: (typeof disks)[number]) => number): number => disks.reduce((sum, disk) => sum + pick(disk), 0)
  let bytesOffered = 0
  for (const [index, { offered }] of lane.ledger.books) {
    const base = lane.streams.all[index]?.base
    if (base !== undefined && offered > 0) bytesOffered += lane.streams.valueBytes({ first: base, count: offered })
  }
  return {
    hosts: lane.hosts.length,
    disks: total(({ array }) => array?.options.disks ?? 1),
    bytesWritten: Math.round(total(({ totals, array }) => totals.bytesWritten * (array?.bytesPerByte ?? 1))),
    bytesOffered,
    fsyncs: total(({ totals }) => totals.fsyncs),
    copies,
  }
}
