import { fates, type Fate } from '../../engine/ledger/fate.ts'
import type { RunDestination, RunDocument, RunLane } from '../../engine/scenario/run/run-document.ts'
import type { RunUnit } from './run-quantity.ts'

/** What a run says of a lane as a whole: the unit of the number, and where it stands in the Run. Durations are in ms. */
const laneNumbers = {
  offered: ['records', (lane: RunLane) => lane.offered],
  acknowledged: ['records', (lane: RunLane) => lane.acknowledged],
  'refused attempts': ['attempts', (lane: RunLane) => lane.refusedAttempts],
  'unavailable to senders': ['ms', (lane: RunLane) => lane.longestWithoutAcknowledgementMicros / 1_000],
  'total time unavailable to senders': ['ms', (lane: RunLane) => lane.totalWithoutAcknowledgementMicros / 1_000],
  'written per byte accepted': ['ratio', (lane: RunLane) => lane.costs.bytesWritten / lane.costs.bytesAccepted],
  'sent per byte accepted': ['ratio', (lane: RunLane) => lane.costs.bytesSent / lane.costs.bytesAccepted],
  'bytes sent': ['bytes', (lane: RunLane) => lane.costs.bytesSent],
  'peak memory': ['bytes', (lane: RunLane) => lane.costs.peakMemoryBytes],
  'peak disk': ['bytes', (lane: RunLane) => lane.costs.peakDiskBytes],
  hosts: ['', (lane: RunLane) => lane.costs.hosts],
  disks: ['', (lane: RunLane) => lane.costs.disks],
  copies: ['', (lane: RunLane) => lane.costs.copies],
  fsyncs: ['', (lane: RunLane) => lane.costs.fsyncs],
  'bytes offered': ['bytes', (lane: RunLane) => lane.costs.bytesOffered],
  'bytes written': ['bytes', (lane: RunLane) => lane.costs.bytesWritten],
} as const satisfies Readonly<Record<string, readonly [RunUnit, (lane: RunLane) => number]>>

/** What a run says of one destination of a lane, beside the fates. */
const destinationNumbers = {
  owed: ['records', (destination: RunDestination) => destination.owed],
  duplicates: ['records', (destination: RunDestination) => destination.duplicates],
  replayed: ['records', (destination: RunDestination) => destination.replayed],
  reordered: ['records', (destination: RunDestination) => destination.reordered],
  'acknowledged and lost': ['records', (destination: RunDestination) => destination.lostWrites],
  'without delivery': ['ms', (destination: RunDestination) => destination.longestWithoutDeliveryMicros / 1_000],
  'peak backlog': ['records', (destination: RunDestination) => destination.peakBacklog],
  'time to drain': ['ms', (destination: RunDestination) => destination.timeToDrainMicros / 1_000],
  'latency p50': ['ms', (destination: RunDestination) => destination.latency.p50Micros / 1_000],
  'latency p99': ['ms', (destination: RunDestination) => destination.latency.p99Micros / 1_000],
  'latency max': ['ms', (destination: RunDestination) => destination.latency.maxMicros / 1_000],
} as const satisfies Readonly<Record<string, readonly [RunUnit, (destination: RunDestination) => number]>>

type LaneNumberName = keyof typeof laneNumbers
type DestinationNumberName = keyof typeof destinationNumbers

/** What of a lane a page can name. */
export type RunNumberName = Fate | LaneNumberName | DestinationNumberName

/** Which number. */
export interface RunNumberRequest {
  readonly lane: string
  /** Needed only where a lane has more than one, and the number is of a destination. */
  readonly destination?: string | undefined
  readonly of: RunNumberName
}

/**
 * A number of a run, by lane, destination and name, in the unit that `unitOf` says. NaN where there is nothing to
 * measure, Infinity for what did not end within the run.
 *
 * @throws Error naming what the run has, which ends the build
 */
export function runNumber(run: RunDocument, { lane: laneName, destination: wanted, of }: RunNumberRequest): number {
  const lane = laneOf(run, laneName)
  if (isLaneNumber(of)) return laneNumbers[of][1](lane)
  const destination = lane.destinations.find(({ name }) => wanted === undefined || name === wanted)
  const isAmbiguous = wanted === undefined && lane.destinations.length > 1
  if (destination === undefined || isAmbiguous) {
    throw new Error(`Name one destination of ${lane.name}: ${lane.destinations.map(({ name }) => name).join(', ')}.`)
  }
  if (isDestinationNumber(of)) return destinationNumbers[of][1](destination)
  if (!fates.includes(of)) throw new Error(`A run has no number "${of as string}": it has ${runNumberNames().join(', ')}.`)
  return destination.lines.reduce((sum, { fate, count }) => sum + (fate === of ? count : 0), 0)
}

/** The lane of a run with this name. @throws Error naming the lanes that there are */
export function laneOf(run: RunDocument, laneName: string): RunLane {
  const lane = run.lanes.find(({ name }) => name === laneName)
  if (lane === undefined) throw new Error(`There is no lane "${laneName}": the lanes are ${run.lanes.map(({ name }) => name).join(', ')}.`)
  return lane
}

/** The unit of a number: fates and books count records. */
export function unitOf(of: RunNumberName): RunUnit {
  if (isLaneNumber(of)) return laneNumbers[of][0]
  return isDestinationNumber(of) ? destinationNumbers[of][0] : 'records'
}

function runNumberNames(): readonly string[] {
  return [...fates, ...Object.keys(laneNumbers), ...Object.keys(destinationNumbers)]
}

function isLaneNumber(of: RunNumberName): of is LaneNumberName {
  return Object.hasOwn(laneNumbers, of)
}

function isDestinationNumber(of: RunNumberName): of is DestinationNumberName {
  return Object.hasOwn(destinationNumbers, of)
}
