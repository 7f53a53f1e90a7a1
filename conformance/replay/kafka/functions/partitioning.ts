import { BuiltInPartitioner } from '../../../../engine/kafka/producer/partitioner/built-in-partitioner.ts'
import { murmur2, toPositive } from '../../../../engine/kafka/producer/partitioner/murmur2.ts'
import { absoluteHash, partitionForGroup } from '../../../../engine/kafka/producer/partitioner/partition-for-group.ts'
import { ByteWriter } from '../../../../engine/kafka/record/byte-writer.ts'
import { utf8Encode } from '../../../../engine/kafka/record/utf8-encode.ts'
import { numberOf, plainText, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import { bytesOfHex, hexOf, inputText } from './bytes.ts'
import type { FunctionReplay } from './function-replay.ts'

/** Partition counts that the recorder tried. */
const partitionCounts = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 24, 50, 64, 100, 1000]

/** Hashes of keys and group ids, and the sticky choice. */
export const partitioningFunctions: ReadonlyMap<string, FunctionReplay> = new Map<string, FunctionReplay>([
  ['murmur2', hashOfKey],
  ['serialize-and-murmur2', hashOfNumber],
  ['to-positive', (input) => toPositive(Number(input))],
  ['partition-for-group', groupPartitions],
  ['sticky-switch', stickySwitch],
])

function partitionByCount(hash: number): Json {
  return Object.fromEntries(partitionCounts.map((count) => [String(count), toPositive(hash) % count]))
}

function hashOfKey(input: Json): Json {
  const text = inputText(input)
  const bytes = text === undefined ? bytesOfHex(textOf(input, 'hex')) : utf8Encode(text)
  const hash = murmur2(bytes)
  return { bytes: bytes.length, murmur2: hash, toPositive: toPositive(hash), partitionByCount: partitionByCount(hash) }
}

function hashOfNumber(input: Json): Json {
  const serializer = textOf(input, 'serializer')
  const value = property(input, 'value')
  const bytes = serialize(serializer, value)
  const hash = murmur2(bytes)
  return { hex: hexOf(bytes), murmur2: hash, partitionByCount: partitionByCount(hash) }
}

function serialize(serializer: string, value: Json | undefined): Uint8Array {
  const writer = new ByteWriter()
  if (serializer === 'LongSerializer') return writer.int64(BigInt(plainText(value))).toBytes()
  if (serializer === 'IntegerSerializer') return writer.int32(Number(value)).toBytes()
  if (serializer === 'ShortSerializer') return writer.int16(Number(value)).toBytes()
  if (serializer === 'StringSerializer') return utf8Encode(plainText(value))
  throw new NotReplayable(`the serializer ${serializer} is not known`)
}

function groupPartitions(input: Json): Json {
  const id = inputText(input) ?? ''
  return {
    of50: partitionForGroup(id, 50),
    of1: partitionForGroup(id, 1),
    of10: partitionForGroup(id, 10),
    of3: partitionForGroup(id, 3),
    absHash: absoluteHash(id),
  }
}

/** Where the choice goes is random and not compared, so the draws do not matter. */
function stickySwitch(input: Json): Json {
  const partitioner = new BuiltInPartitioner(numberOf(input, 'batch.size') ?? 1, { nextInt: () => 0 })
  const topic = { partitionCount: 3, available: [0, 1, 2] }
  const rule = textOf(input, 'maySwitch')
  const appends = numberOf(input, 'appends') ?? 0
  const switchedAfterAppend: number[] = []
  for (let append = 1; append <= appends; append++) {
    if (partitioner.appended(numberOf(input, 'bytesPerAppend') ?? 0, topic, maySwitch(rule, append, appends))) switchedAfterAppend.push(append)
  }
  return { switchedAfterAppend }
}

function maySwitch(rule: string, append: number, appends: number): boolean {
  if (rule === 'always') return true
  if (rule === 'last-only') return append === appends
  const every = /^every(\d+)$/.exec(rule)?.[1]
  return every !== undefined && append % Number(every) === 0
}
