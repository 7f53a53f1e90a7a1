import type { KafkaProducer } from '../../../../../engine/kafka/producer/kafka-producer.ts'
import { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import { numberOf, property, textOf, type Json, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { RunWorld } from '../run-world.ts'
import { specOf, timestampOf } from '../record-spec.ts'
import { awaitCall, FutureFailed, type Method } from './method.ts'

/** Calls of a producer's API. */
export const producerCalls: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['send', send],
  ['flush', (world, client) => {
    awaitCall<true>(world, (done) => { producerOf(client).flush(() => { done(true) }) })
    return undefined
  }],
  ['partitionsFor', (world, client, args) => {
    const partitions = awaitCall<readonly unknown[]>(world, (done) => { producerOf(client).partitionsFor(textOf(args, 'topic'), done) })
    return { count: partitions.length }
  }],
  ['initTransactions', (world, client) => { transactional(world, (done) => { producerOf(client).transactions.initTransactions(done) }) }],
  ['beginTransaction', (_world, client) => {
    producerOf(client).transactions.beginTransaction()
    return undefined
  }],
  ['commitTransaction', (world, client) => { transactional(world, (done) => { producerOf(client).transactions.commitTransaction(done) }) }],
  ['abortTransaction', (world, client) => { transactional(world, (done) => { producerOf(client).transactions.abortTransaction(done) }) }],
  ['close', (world, client, args) => {
    const timeoutMs = numberOf(args, 'timeoutMs')
    awaitCall<true>(world, (done) => { producerOf(client).close(timeoutMs, () => { done(true) }) })
    return undefined
  }],
])

/** A transactional call throws what it ends with. */
function transactional(world: RunWorld, call: (done: (error: KafkaException | undefined) => void) => void): undefined {
  const outcome: { isDone: boolean; error?: KafkaException | undefined } = { isDone: false }
  call((error) => { Object.assign(outcome, { isDone: true, error }) })
  world.clock.waitFor(() => outcome.isDone, 600_000_000)
  if (outcome.error !== undefined) throw outcome.error
  return undefined
}

function producerOf({ id, producer }: ReplayClient): KafkaProducer {
  if (producer === undefined) throw new NotReplayable(`the client ${id} is no producer`)
  return producer
}

/** Sends records and, with `wait: result`, gets the last one's future. */
function send(world: RunWorld, client: ReplayClient, args: Json): Json | undefined {
  const producer = producerOf(client)
  const count = numberOf(args, 'count') ?? 1
  const first = client.records.add(count, specOf(args as JsonObject, client.records.count))
  let result: Json | undefined
  for (let index = 0; index < count; index++) result = sendOne(world, client, { producer, args, number: first + index, index })
  return result
}

interface OneSend {
  readonly producer: KafkaProducer
  readonly args: Json
  readonly number: number
  /** Its place among the records of the call. */
  readonly index: number
}

function sendOne(world: RunWorld, client: ReplayClient, { producer, args, number, index }: OneSend): Json | undefined {
  const run = { first: client.stream.base + number, count: 1 }
  const partition = numberOf(args, 'partition')
  const timestampMs = timestampOf(world, args, index)
  const request = { topic: textOf(args, 'topic'), run, ...(partition === undefined ? {} : { partition }), ...(timestampMs === undefined ? {} : { timestampMs }) }
  client.sendLog.sent(number, world.clock.nowMicros)
  world.lane.ledger.offered(run, producer.name)
  const outcome: { value?: Json | KafkaException; hasReturned: boolean } = { hasReturned: false }
  producer.send(request, (result) => {
    outcome.value = result.kind === 'failed' ? result.error : { partition: result.partition, offset: result.offset }
    if (result.kind === 'failed') client.sendLog.failed(number, world.clock.nowMicros, `${result.error.className}: ${result.error.message}`)
    else client.sendLog.acked(number, world.clock.nowMicros, result)
  }, () => { outcome.hasReturned = true })
  const isWaiting = textOf(args, 'wait') === 'result' || property(args, 'wait') === true
  world.clock.waitFor(() => (isWaiting ? outcome.value !== undefined : outcome.hasReturned), 600_000_000)
  if (!isWaiting) return undefined
  if (outcome.value instanceof KafkaException) throw new FutureFailed(outcome.value)
  return outcome.value
}
