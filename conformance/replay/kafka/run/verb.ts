import type { Json, JsonObject } from '../../../json.ts'
import type { RunWorld } from './run-world.ts'

/** What a step gave: a value, or one that is known only when the run is over. */
export type StepResult = Json | undefined | (() => Json | undefined)

/** Carries out a step; time passes while it waits. @throws NotReplayable for a form of the verb that is not known */
export type Verb = (world: RunWorld, step: JsonObject) => StepResult
