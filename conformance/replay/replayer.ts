import type { Task } from '../fact.ts'
import type { Json } from '../json.ts'

/** Where a replayer finds data that a fact names but does not contain. */
export interface ReplayEnvironment {
  readonly seed: number
  /** Folder of the configuration files that facts of the corpus name; undefined when there is none. */
  readonly corpusFolder: string | undefined
}

/** What came out: the fields of `observed`, or one output for each vector. */
export interface Replayed {
  readonly observed?: Json
  /** A vector that cannot be replayed has the reason in its place. */
  readonly outputs?: readonly (Json | NotReplayable | undefined)[]
}

/** Why a task cannot be replayed. */
export class NotReplayable extends Error {
  override readonly name = 'NotReplayable'
}

/** Replays tasks of one shape from their own data. */
export interface Replayer {
  /** Whether the task has the shape that this replayer reads. */
  accepts(task: Task): boolean
  /** @throws NotReplayable with the reason when a verb, a function or a component is not known */
  replay(task: Task, environment: ReplayEnvironment): Replayed | Promise<Replayed>
  /** Whether another seed can give another result. */
  readonly usesChance: boolean
}
