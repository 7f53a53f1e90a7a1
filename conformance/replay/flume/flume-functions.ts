import { property, textOf, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { appliedProperty } from './functions/applied-property.ts'
import { escapedPath } from './functions/bucket-path.ts'
import { dumpedEvent } from './functions/dumped-event.ts'
import { interceptorChain } from './functions/interceptor-chain.ts'
import { memoryChannelPuts } from './functions/memory-channel-puts.ts'
import { networkSource } from './functions/network-source.ts'
import { deserializedLines, serializedEvents, serializerOf } from './functions/serialization.ts'
import { processorOf } from './functions/processor-factory.ts'

/** Answers one input; gets the call's fixed arguments (all of the call where it has none set apart). */
type VectorFunction = (fixed: Json | undefined, input: Json) => Json

const functions: ReadonlyMap<string, VectorFunction> = new Map<string, VectorFunction>([
  ['memoryChannelPuts', memoryChannelPuts],
  ['EventHelper.dumpEvent', dumpedEvent],
  ['loadAndReadField', appliedProperty],
  ['source', networkSource],
  ['interceptorChain', interceptorChain],
  ['BucketPath.escapeString', escapedPath],
  ['deserializer', deserializedLines],
  ['serializer', serializedEvents],
  ['EventSerializerFactory.getInstance', serializerOf],
  ['SinkProcessorFactory.getProcessor', processorOf],
])

/** Functions of Flume's parts, each vector on an object of its own. */
export const flumeFunctionReplayer: Replayer = {
  usesChance: false,
  accepts: ({ call }) => functions.has(textOf(call, 'fn')),
  replay: ({ call, inputs }) => {
    const answer = functions.get(textOf(call, 'fn'))
    const fixed = property(call, 'fixed') ?? call
    return { outputs: inputs.map((input) => (answer === undefined ? undefined : outputOf(answer, fixed, input))) }
  },
}

function outputOf(answer: VectorFunction, fixed: Json | undefined, input: Json): Json | NotReplayable {
  try {
    return answer(fixed, input)
  } catch (error) {
    if (error instanceof NotReplayable) return error
    throw error
  }
}
