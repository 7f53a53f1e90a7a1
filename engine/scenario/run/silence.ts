import type { RunSeries } from './run-document.ts'

/** Times in which nothing of one series happened although something was outstanding, in microseconds. */
export interface Silence {
  readonly longestMicros: number
  readonly totalMicros: number
}

/** The curves that tell when something was outstanding. */
export interface SilenceParts {
  readonly offered: RunSeries
  readonly happened: RunSeries
  /** What is outstanding no more although it did not happen. */
  readonly ended?: RunSeries
}

/**
 * The times in which nothing of one series happened although something was offered and outstanding. Resolution is that of
 * the series' buckets.
 */
export function silenceOf({ offered, happened, ended }: SilenceParts, endMicros: number): Silence {
  const bucketMicros = offered.bucketMicros
  let outstanding = 0
  let silent = 0
  let longest = 0
  let total = 0
  const buckets = Math.ceil(endMicros / bucketMicros)
  for (let bucket = 0; bucket < buckets; bucket++) {
    const done = happened.counts[bucket] ?? 0
    outstanding = Math.max(0, outstanding + (offered.counts[bucket] ?? 0) - done - (ended?.counts[bucket] ?? 0))
    const isSilent = done === 0 && outstanding > 0
    silent = isSilent ? silent + 1 : 0
    total += isSilent ? 1 : 0
    longest = Math.max(longest, silent)
  }
  return { longestMicros: longest * bucketMicros, totalMicros: total * bucketMicros }
}
