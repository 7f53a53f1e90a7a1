import type { RunDocument, RunLane, RunMarker } from '../../engine/scenario/run/run-document.ts'
import { backlogOver, gridOf, ratesOf, sumOf, type SeriesGrid } from './series-grid.ts'

/** One curve: its name, and a value for each bucket. */
export interface Curve {
  readonly name: 'arrivals' | 'acknowledged' | 'delivered' | 'backlog'
  readonly values: readonly number[]
}

/** What the scenario did to this lane, and when. */
export type ChartMarker = Pick<RunMarker, 'timeMicros' | 'kind' | 'text'>

/** The curves of one lane over virtual time. Rates are per second; the backlog is a count of records. */
export interface LaneChart {
  readonly lane: string
  readonly rates: readonly Curve[]
  readonly backlog: Curve
  readonly markers: readonly ChartMarker[]
}

/** The chart of a run: all lanes on the same axes, so that they can be compared at a glance. */
export interface RunChart {
  readonly endMicros: number
  readonly bucketMicros: number
  /** The top of the rates' axis; what is delivered when a backlog is worked off may go beyond it. */
  readonly rateMax: number
  readonly backlogMax: number
  readonly lanes: readonly LaneChart[]
}

/** Buckets that a chart shows; finer series are summed, since a phone has no more pixels than that. */
const bucketsMax = 200

/** How far above the largest rate of arrivals the axis may reach: a short burst should not flatten everything else. */
const arrivalsShare = 4

/** Builds the chart's curves from a run's series. */
export function chartOf(run: RunDocument): RunChart {
  const endMicros = Math.max(run.endedAtMicros, 1)
  const grid = gridOf(run, bucketsMax)
  const { bucketMicros } = grid
  const lanes = run.lanes.map((lane) => laneChart(run, lane, grid))
  return {
    endMicros,
    bucketMicros,
    rateMax: Math.min(largest(lanes.flatMap(({ rates }) => rates)), arrivalsShare * largestArrival(lanes)),
    backlogMax: largest(lanes.map(({ backlog }) => backlog)),
    lanes,
  }
}

function laneChart(run: RunDocument, lane: RunLane, grid: SeriesGrid): LaneChart {
  const offered = sumOf(lane.series, 'offered', grid)
  const delivered = sumOf(lane.series, 'delivered', grid)
  const acknowledged = sumOf(lane.series, 'acknowledged', grid)
  return {
    lane: lane.name,
    rates: [
      { name: 'arrivals', values: ratesOf(offered, grid) },
      { name: 'acknowledged', values: ratesOf(acknowledged, grid) },
      { name: 'delivered', values: ratesOf(delivered, grid) },
    ],
    backlog: { name: 'backlog', values: backlogOver(lane.series, grid) },
    markers: run.markers.filter((marker) => marker.lane === lane.name).map(({ timeMicros, kind, text }) => ({ timeMicros, kind, text })),
  }
}

function largest(curves: readonly Curve[]): number {
  return curves.reduce((max, { values }) => values.reduce((inner, value) => Math.max(inner, value), max), 0)
}

function largestArrival(lanes: readonly LaneChart[]): number {
  return largest(lanes.flatMap(({ rates }) => rates.filter(({ name }) => name === 'arrivals')))
}

/** One lane's values in the bucket that holds a moment: rates per second, and the backlog at its end. */
export interface ChartReading {
  readonly arrivals: number
  readonly delivered: number
  readonly backlog: number
  /** What the scenario did within the bucket. */
  readonly markers: readonly ChartMarker[]
}

/** What the chart of a lane shows at a moment. */
export function readingAt({ bucketMicros }: RunChart, lane: LaneChart, momentMicros: number): ChartReading {
  const bucket = Math.min(lane.backlog.values.length - 1, Math.floor(momentMicros / bucketMicros))
  const valueOf = (name: Curve['name']): number => lane.rates.find((curve) => curve.name === name)?.values[bucket] ?? 0
  return {
    arrivals: valueOf('arrivals'),
    delivered: valueOf('delivered'),
    backlog: lane.backlog.values[bucket] ?? 0,
    markers: lane.markers.filter(({ timeMicros }) => Math.floor(timeMicros / bucketMicros) === bucket),
  }
}

/** A round number at or above a value (1, 2 or 5 times a power of ten), for the top of an axis. */
export function axisTop(value: number): number {
  if (value <= 0) return 1
  let step = 1
  while (step * 10 < value) step *= 10
  while (step > value) step /= 10
  for (const factor of [1, 2, 3, 4, 5, 6, 8, 10]) if (step * factor >= value) return step * factor
  return step * 10
}
