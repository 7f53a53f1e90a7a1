import { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import type { Json } from '../../../../json.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'

/** One call of a client's API, for which time passes until it returns. @throws KafkaException what the method throws */
export type Method = (world: RunWorld, client: ReplayClient, args: Json) => Json | undefined

/** The longest that a call may take, in virtual microseconds. */
const callTimeoutMicros = 600_000_000

/** An error that came with a callback rather than out of the call itself. */
export class FutureFailed extends Error {
  override readonly name = 'FutureFailed'
  readonly error: KafkaException

  constructor(error: KafkaException) {
    super(error.message)
    this.error = error
  }
}

/** Lets time pass until a callback brings its value. @throws KafkaException the one that it brings */
export function awaitCall<Value>(world: RunWorld, begin: (done: (value: Value | KafkaException) => void) => void): Value {
  const box: { value?: Value | KafkaException; isDone: boolean } = { isDone: false }
  begin((value) => {
    box.value = value
    box.isDone = true
  })
  world.clock.waitFor(() => box.isDone, callTimeoutMicros)
  const { value } = box
  if (value instanceof KafkaException) throw value
  if (value === undefined && !box.isDone) throw new Error('the call never returned')
  return value as Value
}
