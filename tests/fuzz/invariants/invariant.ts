import type { PlayedSystems } from '../../../engine/scenario/play/play.ts'

/** Something that holds after every event of every run. It may remember what it saw before. */
export interface Invariant {
  readonly name: string
  /** @throws Error when it is broken, naming what and where */
  readonly check: (systems: PlayedSystems) => void
}
