import { numberOf, property, textOf, type Json, type JsonObject } from '../../../../json.ts'
import { NotReplayable } from '../../../replayer.ts'
import type { BatchView, Isolation } from '../cluster-view.ts'
import type { RunWorld } from '../run-world.ts'
import type { StoredRecord } from '../stored-record.ts'
import { splitPartition } from '../topic-partition-text.ts'
import type { Verb } from '../verb.ts'

/** How long a reader waited for a leader. */
const leaderTimeoutMicros = 60_000_000

function isolationOf(step: JsonObject): Isolation {
  return textOf(step, 'isolation') === 'read_committed' ? 'read_committed' : 'read_uncommitted'
}

/** `read-all`: partition 0 to its end offset. */
export const readAll: Verb = (world, step) => {
  const topic = textOf(step, 'topic')
  const read = storedRecords(world, step, topic)
  const name = textOf(step, 'as')
  if (name !== '') world.reads.set(name, read)
  const values = read.map(({ record }) => world.lane.streams.valueOf(record))
  const format = textOf(step, 'format')
  if (format === 'console') {
    const lines = read.map((record) => consoleLine(world, record))
    return { console: lines.join(''), lines: lines.map((line) => line.slice(0, -1)) }
  }
  if (format !== '') throw new NotReplayable(`the format ${format} of read-all is not known`)
  return {
    values: `[${values.join(', ')}]`,
    count: values.length,
    distinct: new Set(values).size,
    inOrder: values.every((value, index) => value === String(index)),
  }
}

function storedRecords(world: RunWorld, step: JsonObject, topic: string): readonly StoredRecord[] {
  const look = (): readonly StoredRecord[] | undefined => world.view.stored(topic, 0, isolationOf(step))
  world.clock.watchFor(() => look() !== undefined, leaderTimeoutMicros)
  return look() ?? []
}

function consoleLine(world: RunWorld, { offset, record }: StoredRecord): string {
  return `Offset:${String(offset)}\t${world.lane.streams.keyOf(record) ?? 'null'}\t${world.lane.streams.valueOf(record)}\n`
}

/** `end-offset` of a partition, less `minus`. */
export const endOffset: Verb = (world, step) => {
  const offset = world.view.endOffset(textOf(step, 'topic'), numberOf(step, 'partition') ?? 0, isolationOf(step))
  return { offset: offset === undefined ? null : offset - (numberOf(step, 'minus') ?? 0) }
}

/** `segments`: the .log files of a replica. */
export const segments: Verb = (world, step) => {
  const node = world.node(property(step, 'node'))
  const { topic, number } = splitPartition(textOf(step, 'partition'))
  const files = world.view.segments(node, topic, number)
  return {
    logStartOffset: world.view.logStartOffset(node, topic, number) ?? null,
    baseOffsets: files.map(({ baseOffset }) => baseOffset),
    bytes: Object.fromEntries(files.map(({ baseOffset, bytes }): [string, Json] => [`${String(baseOffset)}.log`, bytes])),
  }
}

/** `batches`: what lies in a replica's log, in one of the recorders' formats. */
export const batches: Verb = (world, step) => {
  const { topic, number } = splitPartition(textOf(step, 'partition'))
  const found = world.view.batches(world.node(property(step, 'node')), topic, number).slice(numberOf(step, 'skip') ?? 0)
  return { batches: found.map(formatOf(textOf(step, 'format'))) }
}

function formatOf(format: string): (batch: BatchView) => Json {
  switch (format) {
    case 'records':
      return ({ recordCount }) => recordCount
    case 'records-bytes':
      return ({ recordCount, sizeInBytes }) => [recordCount, sizeInBytes]
    case 'clients':
      return ({ baseOffset, recordCount, sizeInBytes, isControl, isTransactional, producerEpoch, baseSequence }) => ({
        base: baseOffset,
        count: recordCount,
        size: sizeInBytes,
        ...(isControl ? { control: true } : {}),
        ...(isTransactional ? { transactional: true } : {}),
        producerEpoch,
        baseSequence,
      })
    case '':
      return ({ baseOffset, lastOffset, sizeInBytes, codec }) => ({ base: baseOffset, last: lastOffset, bytes: sizeInBytes, codec })
    default:
      throw new NotReplayable(`the format ${format} of batches is not known`)
  }
}

/** `broker-log`: truncations of a node's replicas of a topic, as the broker logs them. */
export const brokerLog: Verb = (world, step) => {
  const what = textOf(step, 'what')
  if (what !== 'truncation') throw new NotReplayable(`the broker log's ${what} is not replayed yet`)
  const node = world.node(property(step, 'node'))
  const since = world.zeroOf(step) ?? 0
  const list = world.view.truncations
    .filter(({ nodeId, topic, timeMicros }) => nodeId === node && topic === textOf(step, 'topic') && timeMicros >= since)
    .map(({ offset, completed }) => `TruncationState(offset=${String(offset)}, completed=${String(completed)})`)
  return { list }
}

/** `data-dir`: whether a node's disk has a directory of the partition. */
export const dataDir: Verb = (world, step) => {
  const { topic, number } = splitPartition(textOf(step, 'partition'))
  return { exists: world.view.hasDirectory(world.node(property(step, 'node')), topic, number) }
}
