import type { ServerAssignor } from './server-assignor.ts'
import { serverRangeAssignor } from './server-range-assignor.ts'
import { uniformAssignor } from './uniform-assignor.ts'

/** Names of the coordinator's own assignors (group.consumer.assignors), the default first. */
export const serverAssignorNames: readonly string[] = ['uniform', 'range']

/** The assignor of a name; undefined for one that the coordinator does not have. */
export function serverAssignorOf(name: string): ServerAssignor | undefined {
  return [uniformAssignor, serverRangeAssignor].find((assignor) => assignor.name === name)
}
