import { cooperativeStickyAssignor, stickyAssignor } from './cooperative-sticky-assignor.ts'
import type { Assignor } from './assignor.ts'
import { rangeAssignor } from './range-assignor.ts'
import { roundRobinAssignor } from './round-robin-assignor.ts'

const known: readonly (readonly [className: string, assignor: Assignor])[] = [
  ['RangeAssignor', rangeAssignor],
  ['RoundRobinAssignor', roundRobinAssignor],
  ['StickyAssignor', stickyAssignor],
  ['CooperativeStickyAssignor', cooperativeStickyAssignor],
]

/** The assignors that partition.assignment.strategy names, in its order. */
export function assignorsOf(classNames: readonly string[]): readonly Assignor[] {
  return classNames.flatMap((name) => known.filter(([className]) => name.endsWith(`.${className}`)).map(([, assignor]) => assignor))
}
