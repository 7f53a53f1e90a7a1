import { allocatedBatchBytes, EMPTY_BATCH, fillWithEqualRecords } from '../../../../engine/kafka/record/batch-room.ts'
import type { RecordShape } from '../../../../engine/kafka/record/record-size.ts'
import { utf8Bytes } from '../../../../engine/kafka/record/utf8-bytes.ts'
import { numberOf, property, textOf, type Json } from '../../../json.ts'
import { NotReplayable } from '../../replayer.ts'
import type { FunctionReplay } from './function-replay.ts'
import { compressorsLeftOut } from './record-batches.ts'

/** The batches that a producer cuts when linger never ends. */
export const producerBatchFunctions: ReadonlyMap<string, FunctionReplay> = new Map<string, FunctionReplay>([
  ['producer-batches', producerBatches],
  ['producer-batches-compressed', compressedBatches],
])

interface CutBatch {
  readonly records: number
  readonly bytes: number
}

function producerBatches(input: Json): Json {
  const key = property(input, 'key')
  const shape: RecordShape = {
    keySize: typeof key === 'string' ? utf8Bytes(key) : -1,
    valueSize: numberOf(input, 'valueSize') ?? -1,
    headers: [],
  }
  const batches = cut(numberOf(input, 'batch.size') ?? 16_384, shape, numberOf(input, 'records') ?? 0)
  return {
    batches: batches.length,
    recordsPerBatch: runLengths(batches.map(({ records }) => records)),
    sizeOfBatch: runLengths(batches.map(({ bytes }) => bytes)),
  }
}

function compressedBatches(input: Json, setup: Json): Json | NotReplayable {
  if (textOf(input, 'compression.type') !== 'none') return new NotReplayable(compressorsLeftOut)
  // `<i mod 10>` is one digit.
  const value = textOf(input, 'value').replaceAll(/<i ?(?:mod|%) ?10>/g, '0')
  const shape: RecordShape = { keySize: -1, valueSize: utf8Bytes(value), headers: [] }
  const batches = cut(numberOf(setup, 'batch.size') ?? 16_384, shape, numberOf(input, 'records') ?? 0)
  return { batches: batches.length, firstBatchRecords: batches[0]?.records ?? 0, firstBatchSize: batches[0]?.bytes ?? 0 }
}

function cut(batchSizeBytes: number, shape: RecordShape, count: number): readonly CutBatch[] {
  const batches: CutBatch[] = []
  const limit = allocatedBatchBytes(batchSizeBytes, shape)
  for (let left = count; left > 0; ) {
    const { recordCount, sizeInBytes } = fillWithEqualRecords(EMPTY_BATCH, limit, shape, left)
    batches.push({ records: recordCount, bytes: sizeInBytes })
    left -= recordCount
  }
  return batches
}

/** `[value, times]` for each run of equal values. */
function runLengths(values: readonly number[]): Json {
  const runs: [number, number][] = []
  for (const value of values) {
    const last = runs[runs.length - 1]
    if (last?.[0] === value) last[1]++
    else runs.push([value, 1])
  }
  return runs
}
