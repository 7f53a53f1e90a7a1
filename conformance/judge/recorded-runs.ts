import { isList, isObject, type Json } from '../json.ts'

/**
 * The values of a field, one a recorded run (or its extremes, where only those were kept).
 * @param runCount how many runs a plain list may stand for; undefined where a list is one value
 */
export function recordedRuns(value: Json | undefined, runCount: number | undefined): readonly (Json | undefined)[] {
  if (isObject(value)) {
    const { runs, min, max, onlyInSomeRuns } = value
    if (isList(runs)) return runs.map((run) => parsedList(run))
    if (isList(onlyInSomeRuns)) return onlyInSomeRuns
    if (min !== undefined && max !== undefined) return [min, max]
  }
  if (isList(value) && value.length === runCount && isPerRun(value)) return value
  return [value]
}

/** Lists were kept as texts where they differed from run to run; a text that is no list stays as it is. */
export function parsedList(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as Json
  } catch {
    return value
  }
}

/** A list with one list of times, or one list of timed texts, for each run. */
function isPerRun(value: readonly Json[]): boolean {
  return value.length > 0 && value.every((run) => isList(run) && (run.length === 0 || isList(run[0]) || run.every((entry) => typeof entry === 'number')))
}
