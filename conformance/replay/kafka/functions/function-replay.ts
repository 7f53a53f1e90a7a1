import type { Json } from '../../../json.ts'
import type { NotReplayable } from '../../replayer.ts'

/** Computes the output of one vector from its input and the function's fixed arguments. */
export type FunctionReplay = (input: Json, setup: Json) => Json | NotReplayable
