import { numberOf, textOf } from '../../../../json.ts'
import type { Verb } from '../verb.ts'

/** `close`: a client, within a timeout in seconds; result `ms` it took. */
export const close: Verb = (world, step) => {
  const client = world.client(textOf(step, 'client'))
  const timeout = numberOf(step, 'closeTimeout')
  const startMicros = world.clock.nowMicros
  // Recorders noted the closing of members in the middle of a run, and not when they tidied up.
  if (client.member?.isClosed === false && client.process.isAlive && world.flowing.size > 0) world.driverEvents.push({ micros: startMicros, event: 'CLOSECALL', text: client.id })
  let isClosed = false
  const onClosed = (): void => { isClosed = true }
  if (client.producer !== undefined) client.producer.close(timeout === undefined ? undefined : timeout * 1000, onClosed)
  else if (client.consumer !== undefined) client.consumer.close(onClosed)
  else if (client.member !== undefined && client.process.isAlive) client.member.close(onClosed)
  else return { ms: 0 }
  world.clock.waitFor(() => isClosed, 600_000_000)
  return { ms: Math.floor((world.clock.nowMicros - startMicros) / 1000) }
}
