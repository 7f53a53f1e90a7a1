import type { Flow } from '../../../engine/hadoop/flow.ts'

/** Runs a flow over files that answer at once. */
export function runAtOnce<Result>(flow: Flow<Result>): Result {
  const step = flow.next()
  if (step.done !== true) throw new Error('the flow waits for something')
  return step.value
}
