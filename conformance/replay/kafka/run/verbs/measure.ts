import { textOf } from '../../../../json.ts'
import type { Verb } from '../verb.ts'

/** `measure`: milliseconds from a label until the step's condition came true, and whether it came in time. */
export const measure: Verb = (world, step) => {
  const micros = world.cameTrue.get(textOf(step, 'after'))
  return { ms: world.msSince(textOf(step, 'since'), micros ?? world.clock.nowMicros), reached: micros !== undefined }
}
