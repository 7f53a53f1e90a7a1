import { combineSplits } from '../../../engine/hadoop/mapreduce/input/combine-splits.ts'
import { isHidden } from '../../../engine/hadoop/mapreduce/input/list-input.ts'
import { computeSplitSize, isSplittable, splitFile, type FileRange } from '../../../engine/hadoop/mapreduce/input/split-size.ts'
import { hashPartition } from '../../../engine/hadoop/mapreduce/job/hash-partition.ts'
import { mapredDefaults } from '../../../engine/hadoop/mapreduce/mapred-defaults.ts'
import { listOf, numberOf, plainText, property, textOf, type Json } from '../../json.ts'
import { NotReplayable, type Replayer } from '../replayer.ts'
import { jobOutput } from './job-function.ts'

const functions: ReadonlyMap<string, (input: Json, call: Json) => Json | NotReplayable> = new Map([
  ['computeSplitSize', splitSize],
  ['getSplits', getSplits],
  ['job', jobOutput],
  ['HashPartitioner.getPartition', (input: Json) => hashPartition(textOf(input, 'key'), numberOf(input, 'reduces') ?? numberOf(input, 'partitions') ?? 1)],
])

/** Functions of MapReduce with vectors, by `call.fn`. */
export const mapReduceFunctionReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, call }) => kind === 'function' && functions.has(textOf(call, 'fn')),
  replay: ({ call, inputs }) => ({ outputs: inputs.map((input) => functions.get(textOf(call, 'fn'))?.(input, call ?? null)) }),
}

/** MapReduce's defaults by key, where the fact says that they are mapred-default.xml's; `null` as text: no entry. */
export const mapReduceTableReplayer: Replayer = {
  usesChance: false,
  accepts: ({ kind, given }) => kind === 'table' && textOf(given, 'conf').startsWith('mapred-default.xml'),
  replay: ({ inputs }) => ({ outputs: inputs.map((input) => mapredDefaults[plainText(input)] ?? 'null') }),
}

/** Bytes; the old API has a goal size in place of the largest one. Source: org.apache.hadoop.mapred.FileInputFormat.computeSplitSize. */
function splitSize(input: Json): Json {
  return computeSplitSize({
    blockSize: numberOf(input, 'blockSize') ?? 0, minSize: numberOf(input, 'minSize') ?? 0,
    maxSize: numberOf(input, 'maxSize') ?? numberOf(input, 'goalSize') ?? 0,
  })
}

interface GivenFile {
  readonly name: string
  readonly length: number
  readonly blockSize: number
}

function getSplits(input: Json, call: Json): Json | NotReplayable {
  const fixed = property(call, 'fixed') ?? null
  const bounds = { minSize: numberOf(input, 'minSize') ?? numberOf(fixed, 'minSize') ?? 1, maxSize: numberOf(input, 'maxSize') ?? numberOf(fixed, 'maxSize') ?? Number.POSITIVE_INFINITY }
  const files = filesOf(input, fixed).filter(({ name }) => !isHidden(name))
  const ranges = files.flatMap(({ name, length, blockSize }) => splitFile(length, computeSplitSize({ blockSize, ...bounds }), isSplittable(name)))
  const outputIs = textOf(call, 'outputIs')
  if (/\[start, length\]/.test(outputIs)) return ranges.map(({ start, length }: FileRange) => [start, length])
  if (outputIs.includes('each format')) return { textInputFormat: ranges.length, combineTextInputFormatMax1000: combineSplits(files, 1000).length }
  if (outputIs.includes('number of splits')) return ranges.length
  return new NotReplayable(`an output that is '${outputIs}' is not known`)
}

/** `fixed.files`, where a text that names a field of the input stands for it; or the input is the one file, or so many of a size. */
function filesOf(input: Json, fixed: Json): readonly GivenFile[] {
  const field = (value: Json | undefined): Json | undefined => (typeof value === 'string' ? (property(input, value) ?? value) : value)
  const blockSize = Number(field(property(fixed, 'blockSize')) ?? property(input, 'blockSize') ?? 0)
  const count = numberOf(input, 'files')
  if (count !== undefined) {
    return Array.from({ length: count }, (_, index) => ({ name: `f${index}`, length: numberOf(input, 'bytesEach') ?? 0, blockSize }))
  }
  const given = listOf(fixed, 'files')
  if (given.length === 0) return [{ name: textOf(input, 'name'), length: numberOf(input, 'length') ?? 0, blockSize }]
  return given.map((file) => ({
    name: plainText(field(property(file, 'name'))), length: Number(field(property(file, 'length'))), blockSize: Number(field(property(file, 'blockSize')) ?? blockSize),
  }))
}
