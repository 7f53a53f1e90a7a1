import { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import { numberOf, textOf, type Json } from '../../../../json.ts'
import { awaitCall } from '../calls/method.ts'
import { NotReplayable } from '../../../replayer.ts'
import { thrownText } from '../send-record.ts'
import type { PollResult } from '../replay-consumer.ts'
import type { Verb } from '../verb.ts'

/** `poll-until`: polls until so many records came (-1: never), or so many polls were made, or the time is over. */
export const pollUntil: Verb = (world, step) => {
  const client = world.client(textOf(step, 'client'))
  const { consumer } = client
  if (consumer === undefined) throw new NotReplayable(`the client ${client.id} is no consumer`)
  const wanted = numberOf(step, 'count') ?? -1
  const deadline = world.clock.nowMicros + (numberOf(step, 'timeoutMs') ?? Infinity) * 1000
  const startMicros = world.clock.nowMicros
  let count = 0
  let error: string | null = null
  for (let polls = 0; polls < (numberOf(step, 'maxPolls') ?? Infinity) && world.clock.nowMicros < deadline && error === null; polls++) {
    const result = awaitCall<PollResult>(world, (done) => { consumer.poll(numberOf(step, 'pollMs') ?? 100, done) })
    count += result.records.reduce((sum, { run }) => sum + run.count, 0)
    if (result.error !== undefined) error = thrownText(result.error)
    if (wanted >= 0 && count >= wanted) break
  }
  const seconds = (world.clock.nowMicros - startMicros) / 1_000_000
  const result: Record<string, Json> = { count, error, perSecond: seconds === 0 ? 0 : Math.round(count / seconds) }
  if (textOf(step, 'then') === 'position') result['position'] = error === null ? positionOf() : null
  return result

  function positionOf(): Json {
    const [assigned] = consumer?.consumer.assignment ?? []
    try {
      return assigned === undefined ? null : (consumer?.consumer.position(assigned) ?? null)
    } catch (thrown) {
      if (thrown instanceof KafkaException) return null
      throw thrown
    }
  }
}
