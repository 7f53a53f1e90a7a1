import type { RunDocument, RunLane, RunMarker } from '../../engine/scenario/run/run-document.ts'
import { systemOf } from './lane-system.ts'
import { laneOf } from './run-number.ts'
import { backlogOver, gridOf, ratesOf, sumOf } from './series-grid.ts'

/** A lane, or one destination of it, as two lines. */
export interface OverlayLine {
  readonly label: string
  readonly system: ReturnType<typeof systemOf>
  /** Deliveries per second. */
  readonly delivered: readonly number[]
  /** Records that wait at the end of each bucket. */
  readonly backlog: readonly number[]
}

/** Something that the scenario did, in all lanes where it did it at that moment. */
export type OverlayMarker = Pick<RunMarker, 'timeMicros' | 'kind' | 'text'>

/** All lanes over each other on one axis of time. */
export interface Overlay {
  readonly endMicros: number
  readonly bucketMicros: number
  /** Per second, the largest of the lanes; they are all the same where a load is shared. */
  readonly arrivals: readonly number[]
  readonly lines: readonly OverlayLine[]
  readonly markers: readonly OverlayMarker[]
}

/** What is to be shown of a run; everything when absent. */
export interface OverlayChoice {
  readonly lanes?: readonly string[] | undefined
  /** One line for each of these; one for all of a lane's when absent. */
  readonly destinations?: readonly string[] | undefined
}

/** Fewer than a chart of one lane has: several lines make the page heavy. */
const bucketsMax = 120

/** Lays lanes over each other. @throws Error naming the lanes and destinations that the run has, for one that it has not */
export function overlayOf(run: RunDocument, { lanes: wanted, destinations }: OverlayChoice): Overlay {
  const lanes = wanted === undefined ? run.lanes : wanted.map((name) => laneOf(run, name))
  const grid = gridOf(run, bucketsMax)
  const offered = lanes.map(({ series }) => ratesOf(sumOf(series, 'offered', grid), grid))
  const lines = lanes.flatMap((lane) =>
    destinationsOf(lane, destinations).map((destination) => ({
      label: destination === undefined ? lane.name : `${lane.name} → ${destination}`,
      system: systemOf(lane),
      delivered: ratesOf(sumOf(lane.series, 'delivered', grid, destination), grid),
      backlog: backlogOver(lane.series, grid, destination),
    })),
  )
  if (lines.length === 0) throw new Error(`No lane has a destination ${(destinations ?? []).join(', ')}.`)
  const names = new Set(lanes.map(({ name }) => name))
  return {
    endMicros: Math.max(run.endedAtMicros, 1),
    bucketMicros: grid.bucketMicros,
    arrivals: Array.from({ length: grid.buckets }, (_, bucket) => Math.max(0, ...offered.map((rates) => rates[bucket] ?? 0))),
    lines,
    markers: together(run.markers.filter(({ lane }) => names.has(lane))),
  }
}

function destinationsOf(lane: RunLane, wanted: readonly string[] | undefined): readonly (string | undefined)[] {
  return wanted === undefined ? [undefined] : lane.destinations.map(({ name }) => name).filter((name) => wanted.includes(name))
}

/** The same thing at the same moment in several lanes is one mark. */
function together(markers: readonly RunMarker[]): readonly OverlayMarker[] {
  const unique = new Map(markers.map(({ timeMicros, kind, text }) => [`${timeMicros} ${kind} ${text}`, { timeMicros, kind, text }]))
  return [...unique.values()].toSorted((left, right) => left.timeMicros - right.timeMicros)
}
