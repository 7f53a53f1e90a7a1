import { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import { numberOf, property, textOf, type Json, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import { adminCalls } from '../calls/admin-calls.ts'
import { consumerCalls } from '../calls/consumer-calls.ts'
import { FutureFailed, type Method } from '../calls/method.ts'
import { producerCalls } from '../calls/producer-calls.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { thrownText } from '../send-record.ts'
import type { Verb } from '../verb.ts'

/** How one call went. */
export interface CallOutcome {
  readonly ms: number
  /** Whether the call itself threw, rather than the future that it returned. */
  readonly thrownByCall: boolean
  readonly error: KafkaException | undefined
  readonly value: Json | undefined
}

/** `call`: one API call. With `out: $` the result is what is known of it, else a text. */
export const call: Verb = (world, step) => {
  const client = world.client(textOf(step, 'client'))
  const [name, args] = [textOf(step, 'method'), property(step, 'args') ?? {}]
  if (isIdleLook(step, client)) {
    world.clock.sleepUntil(world.clock.nowMicros + (numberOf(args, 'timeoutMs') ?? 0) * 1000)
    return undefined
  }
  const outcome = perform(world, () => methodOf(client, name)(world, client, args))
  if (textOf(step, 'out') === '$') return outcomeObject(outcome)
  return outcomeText(step, outcome)
}

const looks = new Set(['endOffsets', 'beginningOffsets', 'position', 'partitionsFor', 'listOffsets', 'currentLag', 'offsetsForTimes'])

/** Whether the step only looks, at what no simulated client can, and nobody asks what it saw: then it only takes its time. */
function isIdleLook(step: JsonObject, client: ReplayClient): boolean {
  const isAsked = ['out', 'fields', 'input'].some((name) => step[name] !== undefined)
  return !isAsked && looks.has(textOf(step, 'method')) && (knownMethod(client, textOf(step, 'method')) === undefined || textOf(step, 'method') === 'position')
}

/** A method by its client's type. @throws NotReplayable for one that is not known */
export function methodOf(client: ReplayClient, name: string): Method {
  const method = knownMethod(client, name)
  if (method === undefined) throw new NotReplayable(`the call ${client.type}.${name} is not replayed yet`)
  return method
}

function knownMethod({ type }: ReplayClient, name: string): Method | undefined {
  return new Map([['producer', producerCalls], ['consumer', consumerCalls], ['admin', adminCalls]]).get(type)?.get(name)
}

/** Makes a call and times it. */
export function perform(world: RunWorld, make: () => Json | undefined): CallOutcome {
  const startMicros = world.clock.nowMicros
  const ms = (): number => Math.floor((world.clock.nowMicros - startMicros) / 1000)
  try {
    const value = make()
    return { ms: ms(), thrownByCall: false, error: undefined, value }
  } catch (error) {
    if (error instanceof FutureFailed) return { ms: ms(), thrownByCall: false, error: error.error, value: undefined }
    if (error instanceof KafkaException) return { ms: ms(), thrownByCall: true, error, value: undefined }
    throw error
  }
}

/** `{ms, thrownByCall, error, cause}`, or `{ms, result}`. */
export function outcomeObject({ ms, thrownByCall, error, value }: CallOutcome): JsonObject {
  if (error === undefined) return { ms, result: value ?? 'ok' }
  return { ms, thrownByCall, error: thrownText(error), cause: error.cause === undefined ? null : thrownText(error.cause) }
}

function outcomeText(step: JsonObject, { error, value }: CallOutcome): Json {
  if (error !== undefined) {
    const cause = property(step, 'causes') === true && error.cause !== undefined ? ` / cause ${thrownText(error.cause)}` : ''
    return thrownText(error) + cause
  }
  if (textOf(step, 'method') === 'send') return 'stored'
  return value ?? 'ok'
}
