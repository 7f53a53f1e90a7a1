import { KafkaException } from '../../../../../engine/kafka/protocol/kafka-exception.ts'
import type { TopicPartition } from '../../../../../engine/kafka/consumer/topic-partition.ts'
import { isList, isObject, listOf, numberOf, plainText, property, textOf, type Json } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { ReplayClient } from '../replay-client.ts'
import type { PollResult, ReplayConsumer } from '../replay-consumer.ts'
import type { RunWorld } from '../run-world.ts'
import { splitPartition } from '../topic-partition-text.ts'
import { awaitCall, type Method } from './method.ts'

/** Calls of a consumer's API. */
export const consumerCalls: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['assign', (_, client, args) => {
    consumerOf(client).consumer.assign(partitionsOf(args))
    return undefined
  }],
  ['subscribe', (_, client, args) => {
    consumerOf(client).consumer.subscribe((isList(args) ? args : listOf(args, 'topics')).map(plainText))
    return undefined
  }],
  ['seek', (_, client, args) => {
    consumerOf(client).consumer.seek(partitionOf(args), numberOf(args, 'offset') ?? 0)
    return undefined
  }],
  ['seekToBeginning', (_, client, args) => {
    for (const partition of partitionsOf(args)) consumerOf(client).consumer.seekTo(partition, 'earliest')
    return undefined
  }],
  ['seekToEnd', (_, client, args) => {
    for (const partition of partitionsOf(args)) consumerOf(client).consumer.seekTo(partition, 'latest')
    return undefined
  }],
  ['pause', (_, client, args) => {
    for (const partition of partitionsOf(args)) consumerOf(client).consumer.pause(partition)
    return undefined
  }],
  ['resume', (_, client, args) => {
    for (const partition of partitionsOf(args)) consumerOf(client).consumer.resume(partition)
    return undefined
  }],
  ['poll', (world, client, args) => ({ count: poll(world, client, numberOf(args, 'timeoutMs') ?? 0).length })],
  ['pollTimes', pollTimes],
  ['pollUntil', pollUntil],
  ['position', (world, client, args) => ({ position: position(world, client, args) })],
  ['commitSync', commitSync],
  ['committed', (world, client, args) => {
    const offsets = awaitCall(world, (done: (value: readonly { readonly offset: number }[] | KafkaException) => void) => { consumerOf(client).consumer.committed(partitionsOf(args), done) })
    return { offset: (offsets[0]?.offset ?? -1) < 0 ? null : (offsets[0]?.offset ?? null) }
  }],
  ['close', (world, client) => {
    awaitCall<true>(world, (done) => { consumerOf(client).close(() => { done(true) }) })
    return undefined
  }],
])

function consumerOf({ id, consumer }: ReplayClient): ReplayConsumer {
  if (consumer === undefined) throw new NotReplayable(`the client ${id} is no consumer`)
  return consumer
}

function partitionOf(args: Json): TopicPartition {
  const { topic, number } = splitPartition(textOf(args, 'partition'))
  return { topic, partition: number }
}

function partitionsOf(args: Json): readonly TopicPartition[] {
  return (isList(args) ? args : listOf(args, 'partitions')).map((text) => partitionOf({ partition: text }))
}

/** How long position() waits between looks, in milliseconds. */
const positionPollMs = 100

/** Java's position() waits for the offset as poll does; here it polls a partition that is paused meanwhile. */
function position(world: RunWorld, client: ReplayClient, args: Json): number {
  const { consumer } = consumerOf(client)
  const partition = partitionOf(args)
  const timeoutMs = numberOf(args, 'timeoutMs') ?? consumer.config.defaultApiTimeoutMs
  const deadline = world.clock.nowMicros + timeoutMs * 1000
  for (let known = consumer.position(partition); ; known = consumer.position(partition)) {
    if (known !== undefined) return known
    if (world.clock.nowMicros >= deadline) {
      throw new KafkaException('org.apache.kafka.common.errors.TimeoutException', `Timeout of ${String(timeoutMs)}ms expired before the position for partition ${partition.topic}-${String(partition.partition)} could be determined`)
    }
    consumer.pause(partition)
    poll(world, client, positionPollMs)
    consumer.resume(partition)
  }
}

/** Offsets of what one poll returned. @throws KafkaException what poll throws */
function poll(world: RunWorld, client: ReplayClient, timeoutMs: number): readonly number[] {
  const { records, error } = awaitCall<PollResult>(world, (done) => { consumerOf(client).poll(timeoutMs, done) })
  if (error !== undefined) throw error
  return records.flatMap(({ offset, run }) => Array.from({ length: run.count }, (_, index) => offset + index))
}

function pollTimes(world: RunWorld, client: ReplayClient, args: Json): Json {
  const until = numberOf(args, 'untilRecords') ?? Infinity
  const offsets: number[] = []
  const sizes: number[] = []
  for (let time = 0; time < (numberOf(args, 'times') ?? 1) && offsets.length < until; time++) {
    const got = poll(world, client, numberOf(args, 'timeoutMs') ?? 0)
    offsets.push(...got)
    if (got.length > 0) sizes.push(got.length)
  }
  return { offsets, count: offsets.length, 'offset-list': offsets, 'poll-sizes': sizes, ok: 'ok' }
}

function pollUntil(world: RunWorld, client: ReplayClient, args: Json): Json {
  const deadline = world.clock.nowMicros + (numberOf(args, 'timeoutMs') ?? 0) * 1000
  const offsets: number[] = []
  do offsets.push(...poll(world, client, numberOf(args, 'pollMs') ?? 100))
  while (offsets.length < (numberOf(args, 'records') ?? 1) && world.clock.nowMicros < deadline)
  return { offsets, count: offsets.length, firstOffset: offsets[0] ?? -1, records: offsets.length }
}

function commitSync(world: RunWorld, client: ReplayClient, args: Json): undefined {
  const given = property(args, 'offsets')
  const offsets = isObject(given)
    ? Object.entries(given).map(([partition, offset]) => ({ ...partitionOf({ partition }), offset: Number(offset), leaderEpoch: -1, metadata: '' }))
    : undefined
  awaitCall<true>(world, (done) => { consumerOf(client).consumer.commitSync(offsets, (error) => { done(error ?? true) }, numberOf(args, 'timeoutMs')) })
  return undefined
}
