import type { RunSeries } from './run-document.ts'

/** The curves that make a destination's backlog; all with the same buckets. */
export interface BacklogParts {
  /** Everything that the lane was offered. */
  readonly offered: RunSeries
  readonly owed: RunSeries
  readonly delivered: RunSeries
  readonly ended: RunSeries
}

/** A second counts to the highest rate when it has at least this share of the largest. */
const highestShare = 0.9

/**
 * Records that are owed and neither delivered nor over, at the end of each bucket until the run's end.
 */
export function backlogOf({ owed, delivered, ended }: Omit<BacklogParts, 'offered'>, endMicros: number): Float64Array {
  const backlog = new Float64Array(Math.max(1, Math.ceil(endMicros / owed.bucketMicros)))
  let waiting = 0
  for (let bucket = 0; bucket < backlog.length; bucket++) {
    waiting += (owed.counts[bucket] ?? 0) - (delivered.counts[bucket] ?? 0) - (ended.counts[bucket] ?? 0)
    backlog[bucket] = Math.max(0, waiting)
  }
  return backlog
}

/**
 * Time from the end of the highest rate of arrivals until the backlog is at most one second of ordinary arrivals, in
 * microseconds; Infinity when the run ends before, NaN when nothing was offered. Rates are looked at second by second: the
 * highest ends with the last second that has nine tenths of the largest, and the ordinary one is the median of the
 * seconds in which anything came.
 */
export function timeToDrainMicros(parts: BacklogParts, endMicros: number): number {
  const perSecond = secondsOf(parts.offered)
  const busy = perSecond.filter((count) => count > 0).toSorted((left, right) => left - right)
  const largest = busy.at(-1)
  if (largest === undefined) return Number.NaN
  const ordinary = busy[Math.floor((busy.length - 1) / 2)] ?? largest
  const highestEndMicros = (perSecond.findLastIndex((count) => count >= largest * highestShare) + 1) * 1_000_000
  const backlog = backlogOf(parts, endMicros)
  const { bucketMicros } = parts.owed
  // The bucket before the end tells what still waited then.
  const start = Math.max(0, Math.round(highestEndMicros / bucketMicros) - 1)
  const drained = backlog.findIndex((count, bucket) => bucket >= start && count <= ordinary)
  return drained < 0 ? Infinity : Math.max(0, (drained + 1) * bucketMicros - highestEndMicros)
}

/** Counts per whole second from the start of the run. */
function secondsOf({ counts, bucketMicros }: RunSeries): readonly number[] {
  const sums: number[] = []
  counts.forEach((count, bucket) => {
    const second = Math.floor((bucket * bucketMicros) / 1_000_000)
    while (sums.length <= second) sums.push(0)
    sums[second] = (sums[second] ?? 0) + count
  })
  return sums
}
