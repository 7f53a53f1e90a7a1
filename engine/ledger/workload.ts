import type { EventOwner } from '../sim/event-queue.ts'
import type { Simulation } from '../sim/simulation.ts'
import type { RecordRun } from './record-run.ts'
import type { RecordContent, RecordStream } from './record-stream.ts'

/** Records and when they come: both lanes get the same. Times are computed from the record's number, never accumulated. */
export interface Workload {
  readonly content: RecordContent
  /** How many records there are in all. */
  readonly count: number
  /** When record n is offered, in whole microseconds from the start of the run; never falls with n. */
  arrivalMicros(number: number): number
}

/**
 * Calls back at each instant at which records of a workload arrive, with the run of those that arrive together.
 * @returns a function that stops it
 */
export function driveArrivals(
  simulation: Simulation,
  owner: EventOwner,
  arrivals: { readonly workload: Workload; readonly stream: RecordStream },
  onArrival: (run: RecordRun) => void,
): () => void {
  const { workload, stream } = arrivals
  let next = 0
  let isStopped = false
  const arrive = (): void => {
    if (isStopped) return
    const first = next
    const now = simulation.nowMicros
    while (next < workload.count && workload.arrivalMicros(next) <= now) next++
    if (next > first) onArrival({ first: stream.base + first, count: next - first })
    schedule()
  }
  const schedule = (): void => {
    if (next >= workload.count) return
    simulation.at(Math.max(simulation.nowMicros, workload.arrivalMicros(next)), owner, arrive)
  }
  schedule()
  return () => {
    isStopped = true
  }
}
