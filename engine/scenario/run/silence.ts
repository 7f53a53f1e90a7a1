import type { RunSeries } from './run-document.ts'

/**
 * The longest time in which nothing of one series happened although something was offered and outstanding. Resolution
 * is that of the series' buckets.
 */
export function longestSilenceMicros(offered: RunSeries, happened: RunSeries, endMicros: number): number {
  const bucketMicros = offered.bucketMicros
  let outstanding = 0
  let silentSince: number | undefined
  let longest = 0
  const buckets = Math.ceil(endMicros / bucketMicros)
  for (let bucket = 0; bucket < buckets; bucket++) {
    outstanding += offered.counts[bucket] ?? 0
    const done = happened.counts[bucket] ?? 0
    if (done > 0) silentSince = undefined
    outstanding = Math.max(0, outstanding - done)
    if (outstanding > 0 && done === 0) silentSince ??= bucket
    if (silentSince !== undefined) longest = Math.max(longest, (bucket + 1 - silentSince) * bucketMicros)
  }
  return longest
}
