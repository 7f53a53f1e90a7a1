import { textOf, type Json } from '../../../json.ts'
import { NotReplayable, type Replayer } from '../../replayer.ts'
import type { FunctionReplay } from './function-replay.ts'
import { connectFunctions } from '../connect/connect-functions.ts'
import { assignFunctions } from './assign.ts'
import { logScriptFunctions } from './log-script.ts'
import { partitioningFunctions } from './partitioning.ts'
import { placementFunctions } from './placement.ts'
import { producerBatchFunctions } from './producer-batches.ts'
import { recordBatchFunctions } from './record-batches.ts'
import { tableRow } from './tables.ts'
import { validateConfigFunctions } from './validate-config.ts'

const functions: ReadonlyMap<string, FunctionReplay> = new Map([
  ...assignFunctions,
  ...connectFunctions,
  ...logScriptFunctions,
  ...partitioningFunctions,
  ...recordBatchFunctions,
  ...placementFunctions,
  ...producerBatchFunctions,
  ...validateConfigFunctions,
])

/** Functions with vectors, by `setup.function`. */
export const kafkaFunctionReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, setup }) => kind === 'function' && textOf(setup, 'function') !== '',
  replay: ({ setup, inputs }) => {
    const name = textOf(setup, 'function')
    const found = functions.get(name)
    if (found === undefined) throw new NotReplayable(`the function ${name} is not replayed yet`)
    return { outputs: inputs.map((input) => orWhyNot(() => found(input, setup ?? null))) }
  },
}

/** Static tables, by `setup.table`; a vector's input is the key of a row. */
export const kafkaTableReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, setup }) => kind === 'table' && textOf(setup, 'table') !== '',
  replay: ({ setup, inputs }) => ({ outputs: inputs.map((input) => tableRow(input, setup ?? null)) }),
}

/** One input that cannot be replayed does not keep the others from it. */
function orWhyNot(output: () => Json | NotReplayable): Json | NotReplayable {
  try {
    return output()
  } catch (error) {
    if (error instanceof NotReplayable) return error
    throw error
  }
}
