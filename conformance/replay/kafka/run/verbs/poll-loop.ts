import { numberOf, textOf } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { ReplayConsumer } from '../replay-consumer.ts'
import type { RunWorld } from '../run-world.ts'
import type { Verb } from '../verb.ts'

/** `poll-loop`: a consumer that polls for ever from the start of its partitions. */
export const pollLoop: Verb = (world, step) => {
  consumerOf(world, textOf(step, 'client')).startLoop({ pollMs: numberOf(step, 'pollMs') ?? 100, workMs: numberOf(step, 'workMs') ?? 0 })
  return undefined
}

/** `stop-poll-loop`: no more polls. */
export const stopPollLoop: Verb = (world, step) => {
  consumerOf(world, textOf(step, 'client')).stopLoop()
  return undefined
}

function consumerOf(world: RunWorld, id: string): ReplayConsumer {
  const { consumer } = world.client(id)
  if (consumer === undefined) throw new NotReplayable(`the client ${id} is no consumer`)
  return consumer
}
