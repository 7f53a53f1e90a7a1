import { fates, type Fate } from '../../engine/ledger/fate.ts'
import type { RunDocument } from '../../engine/scenario/run/run-document.ts'

/** What of a lane a page can name. */
export type RunNumberName =
  | Fate
  | 'offered'
  | 'acknowledged'
  | 'refused attempts'
  | 'owed'
  | 'duplicates'
  | 'reordered'
  | 'acknowledged and lost'
  | 'hosts'
  | 'disks'
  | 'copies'
  | 'fsyncs'

/** Which number. */
export interface RunNumberRequest {
  readonly lane: string
  readonly destination?: string | undefined
  readonly of: RunNumberName
}

/** A number of a run, by lane, destination and name. @throws Error naming what the run has, which ends the build */
export function runNumber(run: RunDocument, request: RunNumberRequest): number {
  const lane = run.lanes.find(({ name }) => name === request.lane)
  if (lane === undefined) throw new Error(`There is no lane "${request.lane}": the lanes are ${run.lanes.map(({ name }) => name).join(', ')}.`)
  const { of } = request
  if (of === 'offered' || of === 'acknowledged') return lane[of]
  if (of === 'refused attempts') return lane.refusedAttempts
  if (of === 'hosts' || of === 'disks' || of === 'copies' || of === 'fsyncs') return lane.costs[of]
  const destination = lane.destinations.find(({ name }) => request.destination === undefined || name === request.destination)
  const isAmbiguous = request.destination === undefined && lane.destinations.length > 1
  if (destination === undefined || isAmbiguous) {
    throw new Error(`Name one destination of ${lane.name}: ${lane.destinations.map(({ name }) => name).join(', ')}.`)
  }
  if (of === 'acknowledged and lost') return destination.lostWrites
  if (of === 'owed' || of === 'duplicates' || of === 'reordered') return destination[of]
  if (!fates.includes(of)) throw new Error(`A run has no number "${of}".`)
  return destination.lines.reduce((sum, { fate, count }) => sum + (fate === of ? count : 0), 0)
}
