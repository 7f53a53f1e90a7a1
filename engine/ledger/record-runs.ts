import type { RecordRun } from './record-run.ts'

/** How many records the runs have in all. */
export function countRecords(runs: readonly RecordRun[]): number {
  let count = 0
  for (const run of runs) count += run.count
  return count
}

/** Appends a run to a list, joined with the last one where it continues it. */
export function appendRun(runs: RecordRun[], run: RecordRun): void {
  if (run.count === 0) return
  const last = runs[runs.length - 1]
  if (last !== undefined && last.first + last.count === run.first) runs[runs.length - 1] = { first: last.first, count: last.count + run.count }
  else runs.push(run)
}

/** The records at positions [from, to) of the list, as runs. */
export function sliceRuns(runs: readonly RecordRun[], from: number, to: number): RecordRun[] {
  const slice: RecordRun[] = []
  let position = 0
  for (const run of runs) {
    const start = Math.max(from, position)
    const end = Math.min(to, position + run.count)
    if (start < end) appendRun(slice, { first: run.first + (start - position), count: end - start })
    position += run.count
    if (position >= to) break
  }
  return slice
}
