import type { Channel } from '../../../../engine/flume/channels/channel.ts'
import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts'
import type { Flow, JavaThread } from '../../../../engine/flume/thread/java-thread.ts'
import { isObject, listOf, type Json } from '../../../json.ts'
import { Machine } from '../run/machine.ts'
import { BareChannel } from './bare-channel.ts'

/** Puts bodies of given sizes on a memory channel, one a transaction. @returns OK or the exception for each put, or the exceptions of the load */
export function memoryChannelPuts(fixed: Json | undefined, input: Json): Json {
  const given = { ...(isObject(fixed) ? fixed : {}), ...(isObject(input) ? input : {}) }
  const properties = Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'bodySizes'))
  const machine = new Machine(1)
  const bare = new BareChannel(machine, { type: 'memory', ...properties })
  if (bare.fatal !== undefined) return [...bare.fatal]
  const results: string[] = []
  bare.run(function* (channel, thread) {
    for (const size of listOf(input, 'bodySizes').map(Number)) results.push(yield* putOne(machine, channel, thread, size))
  })
  return results
}

function* putOne(machine: Machine, channel: Channel, thread: JavaThread, bodyBytes: number): Flow<string> {
  const transaction = channel.getTransaction(thread)
  try {
    transaction.begin()
    yield* transaction.put([machine.records(['x'.repeat(bodyBytes)], 'test', [])])
    yield* transaction.commit()
    return 'OK'
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    yield* transaction.rollback()
    return error.message
  } finally {
    transaction.close()
  }
}
