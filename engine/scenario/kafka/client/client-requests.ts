import type { ReceivedBatch, ReceivedMessage } from '../../api/kafka-client-types.ts'
import { describe, OptionError, OptionReader } from '../../check-options.ts'

/** What `run` was given. */
export type RunOptions = { readonly commits: boolean } & (
  | { readonly eachBatch?: undefined; readonly eachMessage: (received: ReceivedMessage) => unknown }
  | { readonly eachBatch: (received: ReceivedBatch) => unknown; readonly resolvesAll: boolean }
)

/** Reads the options of KafkaJS's `run`. @throws OptionError */
export function readRunOptions(options: unknown): RunOptions {
  const reader = new OptionReader('run', options, ['eachMessage', 'eachBatch', 'eachBatchAutoResolve', 'autoCommit'])
  const [eachMessage, eachBatch] = [reader.raw('eachMessage'), reader.raw('eachBatch')]
  const commits = yesNo(reader, 'autoCommit')
  if (reader.has('eachMessage') && reader.has('eachBatch')) throw new OptionError("run takes 'eachMessage' or 'eachBatch', not both.", 'eachBatch')
  if (isFunction(eachBatch)) return { commits, eachBatch, resolvesAll: yesNo(reader, 'eachBatchAutoResolve') }
  if (reader.has('eachBatch')) throw reader.wrong('eachBatch', 'a function', eachBatch)
  if (!isFunction(eachMessage)) throw new OptionError(`run: 'eachMessage' must be a function, and is ${describe(eachMessage)}.`, 'eachMessage')
  return { commits, eachMessage }
}

/** Reads KafkaJS's lists of `{ topic, partitions? }`. @throws OptionError */
export function readPartitions(call: string, request: unknown): readonly { readonly topic: string; readonly partitions: readonly number[] | undefined }[] {
  if (!Array.isArray(request)) throw new OptionError(`${call} takes an array such as [{ topic: 'events', partitions: [0] }], and got ${describe(request)}.`)
  return request.map((entry: unknown) => {
    const reader = new OptionReader(call, entry, ['topic', 'partitions'])
    const partitions = reader.raw('partitions')
    if (partitions !== undefined && !(Array.isArray(partitions) && partitions.every((one) => typeof one === 'number' && Number.isInteger(one)))) throw reader.wrong('partitions', 'an array of whole numbers', partitions)
    return { topic: reader.text('topic'), partitions: partitions?.map(Number) }
  })
}

/** An option that has to be an array. @throws OptionError */
export function listOf(reader: OptionReader, call: string, key: string): readonly unknown[] {
  const value = reader.raw(key)
  if (!Array.isArray(value)) throw new OptionError(`${call}: '${key}' must be an array.`, key)
  return value
}

/** Reads an offset, which KafkaJS writes as a text. @throws OptionError */
export function readOffset(reader: OptionReader, least: number): number {
  const given = reader.raw('offset')
  const offset = typeof given === 'string' && given.trim() !== '' ? Number(given) : given
  if (typeof offset !== 'number' || !Number.isInteger(offset) || offset < least) throw reader.wrong('offset', least < 0 ? "an offset, '-1' (the end) or '-2' (the beginning)" : 'an offset', given)
  return offset
}

function yesNo(reader: OptionReader, key: string): boolean {
  const value = reader.raw(key) ?? true
  if (typeof value !== 'boolean') throw reader.wrong(key, 'true or false', value)
  return value
}

function isFunction(value: unknown): value is (received: unknown) => unknown {
  return typeof value === 'function'
}
