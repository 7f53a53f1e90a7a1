import type { RunDocument, RunSeries } from '../../engine/scenario/run/run-document.ts'

/** Equal stretches of a run's time; several buckets of its series make one. */
export interface SeriesGrid {
  /** Buckets of the run's series in one of the grid's. */
  readonly merged: number
  readonly buckets: number
  readonly bucketMicros: number
}

/** A grid over a whole run with at most so many buckets, and none finer than the run's own. */
export function gridOf(run: RunDocument, bucketsMax: number): SeriesGrid {
  const endMicros = Math.max(run.endedAtMicros, 1)
  const fineMicros = run.lanes[0]?.series[0]?.bucketMicros ?? 100_000
  const merged = Math.max(1, Math.ceil(endMicros / fineMicros / bucketsMax))
  const bucketMicros = fineMicros * merged
  return { merged, bucketMicros, buckets: Math.max(1, Math.ceil(endMicros / bucketMicros)) }
}

/** Counts of all series of a name, per bucket of a grid; of one destination where it is named. */
export function sumOf(series: readonly RunSeries[], name: RunSeries['name'], grid: SeriesGrid, destination?: string): number[] {
  const sums = new Array<number>(grid.buckets).fill(0)
  for (const one of series) {
    if (one.name !== name || (destination !== undefined && one.destination !== destination)) continue
    one.counts.forEach((count, index) => {
      const bucket = Math.min(grid.buckets - 1, Math.floor(index / grid.merged))
      sums[bucket] = (sums[bucket] ?? 0) + count
    })
  }
  return sums
}

/** What is owed and neither delivered nor over, at the end of each bucket; of all destinations together where none is named. */
export function backlogOver(series: readonly RunSeries[], grid: SeriesGrid, destination?: string): readonly number[] {
  const [owed, delivered, ended] = (['owed', 'delivered', 'ended'] as const).map((name) => sumOf(series, name, grid, destination))
  let waiting = 0
  return (owed ?? []).map((count, index) => {
    waiting += count - (delivered?.[index] ?? 0) - (ended?.[index] ?? 0)
    return Math.max(0, waiting)
  })
}

/** Counts per bucket as rates per second. */
export function ratesOf(counts: readonly number[], { bucketMicros }: SeriesGrid): readonly number[] {
  return counts.map((count) => (count * 1_000_000) / bucketMicros)
}
