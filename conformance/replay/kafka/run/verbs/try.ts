import type { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import { isObject, listOf, numberOf, plainText, property, textOf, type Json, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { thrownText } from '../send-record.ts'
import type { Verb } from '../verb.ts'
import { methodOf, outcomeObject, perform, type CallOutcome } from './call.ts'

/** How far the calls of a step came. */
interface Tried extends CallOutcome {
  readonly hasClient: boolean
  /** The name of the call that failed, or of the last one. */
  readonly method: string
}

/** `try`: calls in order on a known or a fresh client; the first error ends them. */
export const tryCalls: Verb = (world, step) => {
  const tried = tryAll(world, step)
  const { error } = tried
  if (error !== undefined) world.causes.set(step, error.cause === undefined ? null : thrownText(error.cause))
  const form = textOf(step, 'result')
  if (form === 'accepted-or-error') return acceptedOrError(tried)
  if (form === 'first-read') return firstRead(tried)
  if (form !== '') throw new NotReplayable(`the result ${form} of try is not known`)
  if (step['input'] !== undefined) return vectorResult(tried, listOf(step, 'returns').map(plainText))
  if (textOf(step, 'out') === '$') return outcomeObject(tried)
  return plainResult(step, tried)
}

function tryAll(world: RunWorld, step: JsonObject): Tried {
  const state: { client?: ReplayClient; method: string } = { method: '' }
  const values: JsonObject[] = []
  const outcome = perform(world, () => {
    state.client = clientOf(world, step)
    for (const entry of listOf(step, 'calls')) {
      const [[name, args] = ['', null]] = isObject(entry) ? Object.entries(entry) : []
      state.method = name
      const value = methodOf(state.client, name)(world, state.client, args ?? null)
      if (isObject(value)) values.push(value)
    }
    return values.length === 0 ? undefined : Object.assign({}, ...values) as JsonObject
  })
  return { ...outcome, hasClient: state.client !== undefined, method: state.method }
}

/** A known client's id, or a fresh client's type and configuration; `reuse` keeps it under a name. */
function clientOf(world: RunWorld, step: JsonObject): ReplayClient {
  const given = property(step, 'client')
  if (!isObject(given)) return world.client(plainText(given))
  return world.freshClient(given)
}

function acceptedOrError({ error, hasClient }: Tried): Json {
  if (error === undefined) return 'accepted'
  return hasClient ? `constructed; poll: ${thrownText(error)}` : thrownText(error)
}

function firstRead({ error, value }: Tried): Json {
  if (error !== undefined) return { error: thrownText(error), cause: error.cause === undefined ? null : thrownText(error.cause) }
  return { firstOffset: numberOf(value, 'firstOffset') ?? -1, records: numberOf(value, 'records') ?? 0, position: property(value, 'position') ?? null }
}

function vectorResult({ error, value }: Tried, returns: readonly string[]): Json {
  if (error !== undefined) return thrown(error)
  if (returns.length === 0) return { result: 'ok' }
  const [single] = returns
  if (returns.length === 1 && single !== undefined && /(?:-text|-list|^text|^poll-sizes|^ok|^count|^offset)$/.test(single)) return { result: property(value, single) ?? null }
  return { result: Object.fromEntries(returns.map((name): [string, Json] => [name, property(value, name) ?? null])) }
}

function thrown({ className, message, cause }: KafkaException): JsonObject {
  return { exception: className, message, ...(cause === undefined ? {} : { cause: thrown(cause) }) }
}

function plainResult(step: JsonObject, { error, value }: Tried): Json {
  if (error !== undefined) return thrownText(error) + (property(step, 'causes') === true && error.cause !== undefined ? ` / cause ${thrownText(error.cause)}` : '')
  return listOf(step, 'calls').length === 0 ? 'accepted' : (value ?? 'ok')
}
