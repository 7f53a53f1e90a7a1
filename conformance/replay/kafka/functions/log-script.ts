import { cleanLog } from '../../../../engine/kafka/log/cleaner/clean-log.ts'
import { isCleanable, logToClean } from '../../../../engine/kafka/log/cleaner/log-to-clean.ts'
import { deleteHorizonOf, offsetAt, placedRecords } from '../../../../engine/kafka/log/cleaned-batch.ts'
import { requireDeletable, requireReadable } from '../../../../engine/kafka/log/offset-checks.ts'
import { payloadOf } from '../../../../engine/kafka/log/payload-batch.ts'
import { firstAtOrAfter, largestTimestamp } from '../../../../engine/kafka/log/timestamp-lookup.ts'
import { isMarkerPayload } from '../../../../engine/kafka/log/transaction-index.ts'
import { KafkaException } from '../../../../engine/kafka/protocol/kafka-exception.ts'
import type { RecordBatch } from '../../../../engine/kafka/record/record-batch.ts'
import { property, textOf, type Json } from '../../../json.ts'
import { appendMarker, appendRecords } from './log-script-append.ts'
import { LogScriptBench } from './log-script-bench.ts'
import { scriptWord, type ScriptWord } from './log-script-words.ts'
import type { FunctionReplay } from './function-replay.ts'

/** Scripts of calls on one log. */
export const logScriptFunctions: ReadonlyMap<string, FunctionReplay> = new Map<string, FunctionReplay>([['log-script', logScript]])

function logScript(input: Json, setup: Json): Json {
  const bench = new LogScriptBench(setup, property(input, 'conf'))
  return textOf(input, 'script').split(/\s+/).filter((text) => text !== '').flatMap((text) => {
    const result = resultOf(bench, scriptWord(text))
    return result === undefined ? [] : [{ op: text, result }]
  })
}

/** What a word answers; undefined for one that has nothing to say. */
function resultOf(bench: LogScriptBench, word: ScriptWord): Json | undefined {
  try {
    return run(bench, word)
  } catch (error) {
    if (error instanceof KafkaException) return { exception: error.className, message: error.message }
    throw error
  }
}

function run(bench: LogScriptBench, word: ScriptWord): Json | undefined {
  const { log } = bench
  switch (word.kind) {
    case 'append': return appendRecords(bench, word)
    case 'marker': return appendMarker(bench, word)
    case 'advance':
      bench.nowMs += word.number
      return undefined
    case 'high watermark':
      bench.fixedHighWatermark = word.number
      bench.follow()
      return undefined
    case 'roll':
      log.roll()
      return undefined
    case 'start': return raiseStart(bench, word.number)
    case 'retain': return { deletedSegments: log.deleteOldSegments(), after: stateOf(bench) }
    case 'clean': return clean(bench)
    case 'read': return read(bench, word.offset, word.isCommitted)
    case 'timestamp': return lookUp(bench, word.of)
    case 'last stable offset':
      return { lastStableOffset: log.lastStableOffset, highWatermark: log.highWatermark, logEndOffset: log.logEndOffset }
    case 'state': return stateOf(bench)
  }
}

function stateOf({ log }: LogScriptBench): Json {
  return {
    segmentBaseOffsets: log.files.segments.map(({ baseOffset }) => baseOffset),
    logStartOffset: log.logStartOffset,
    logEndOffset: log.logEndOffset,
    highWatermark: log.highWatermark,
    size: log.sizeInBytes,
  }
}

function raiseStart(bench: LogScriptBench, offset: number): Json {
  const { log } = bench
  requireDeletable(log, offset)
  const before = log.logStartOffset
  log.raiseLogStartOffset(offset, 'a script')
  return { changed: log.logStartOffset !== before, after: stateOf(bench) }
}

function clean(bench: LogScriptBench): Json {
  const { log, nowMs, process } = bench
  const range = logToClean(log, nowMs)
  if (!isCleanable(log, range, nowMs)) return { cleaned: false, after: stateOf(bench) }
  const { nextFirstDirtyOffset, messagesRead, messagesWritten } = cleanLog(log, range, { contents: bench, process, nowMs })
  const after = log.files.segments.map(({ baseOffset, file }) => ({ baseOffset, size: file.lengthBytes, batches: file.entries.map((batch) => shownBatch(bench, batch)) }))
  return { cleaned: true, ...range, nextFirstDirtyOffset, messagesRead, messagesWritten, after }
}

function shownBatch(bench: LogScriptBench, batch: RecordBatch): Json {
  const payload = payloadOf(batch)
  const records = isMarkerPayload(payload) && batch.recordCount > 0
    ? [[batch.baseOffset, payload.marker]]
    : placedRecords(batch).map(({ record, offset }): Json => [offset, bench.record(record).key ?? null, bench.record(record).value])
  const horizonMs = deleteHorizonOf(batch)
  return {
    base: batch.baseOffset,
    last: batch.lastOffset,
    size: batch.sizeInBytes,
    records,
    ...(batch.producerId < 0 ? {} : { producerId: batch.producerId, baseSequence: batch.baseSequence }),
    ...(horizonMs === undefined ? {} : { deleteHorizon: bench.shownTime(horizonMs) }),
  }
}

/** One fetch answers from one segment; read_committed stops at the last stable offset and names what was aborted. */
function read({ log }: LogScriptBench, offset: number, isCommitted: boolean): Json {
  requireReadable(log, offset)
  const limit = isCommitted ? log.lastStableOffset : log.highWatermark
  const [first] = log.read(offset, 1, limit).batches
  const nextSegment = log.files.segments.find(({ baseOffset }) => first !== undefined && baseOffset > first.lastOffset)
  const end = nextSegment?.baseOffset ?? log.logEndOffset
  const batches = first === undefined ? [] : log.read(offset, Number.POSITIVE_INFINITY, Math.min(limit, end)).batches
  const offsets = batches.flatMap((batch) => Array.from({ length: batch.recordCount }, (_, index) => offsetAt(batch, index)))
  if (!isCommitted) return { offsets }
  const aborted = first === undefined ? [] : log.transactions.abortedBetween(offset, end)
  return { offsets, abortedTransactions: aborted.map(({ producerId, firstOffset }) => ({ producerId, firstOffset })) }
}

function lookUp(bench: LogScriptBench, of: string): Json {
  const { log } = bench
  if (of === 'earliest') return { offset: log.logStartOffset, timestamp: -1 }
  if (of === 'latest') return { offset: log.logEndOffset, timestamp: -1 }
  const found = of === 'max' ? largestTimestamp(log) : firstAtOrAfter(log, bench.timeAt(Number(of)))
  return found === undefined ? 'none' : { offset: found.offset, timestamp: bench.shownTime(found.timestampMs) }
}
