import { keyErrors, recordErrorsMessage, timestampErrors, type RecordError } from '../../../../engine/kafka/log/append-validation.ts'
import { KafkaException } from '../../../../engine/kafka/protocol/kafka-exception.ts'
import { endTransactionMarkerBatch } from '../../../../engine/kafka/record/end-transaction-marker.ts'
import type { RecordBatch } from '../../../../engine/kafka/record/record-batch.ts'
import type { Json } from '../../../json.ts'
import type { LogScriptBench } from './log-script-bench.ts'
import type { ScriptWord } from './log-script-words.ts'

type AppendWord = Extract<ScriptWord, { readonly kind: 'append' }>
type MarkerWord = Extract<ScriptWord, { readonly kind: 'marker' }>

/** The exception that a log wraps refused records in; a broker unwraps it for its answer. */
const wrapper = 'org.apache.kafka.storage.internals.log.RecordValidationException'
const invalidTimestamp = 'org.apache.kafka.common.errors.InvalidTimestampException'
const invalidRecord = 'org.apache.kafka.common.InvalidRecordException'

/** Appends a batch as a client's. @returns what an idempotent producer is told, or the records at fault */
export function appendRecords(bench: LogScriptBench, { records, producer }: AppendWord): Json | undefined {
  const { log } = bench
  const batch = bench.batchOf(records, producer)
  const withoutKey = log.config.isCompacted ? keyErrors(batch, (record) => bench.keyOf(record), log.topicPartition) : []
  if (withoutKey.length > 0) return refused(invalidRecord, recordErrorsMessage(withoutKey), withoutKey)
  try {
    const { baseOffset, lastOffset, duplicate } = log.appendAsLeader(batch, 0)
    bench.follow()
    return producer === undefined ? undefined : { firstOffset: baseOffset, lastOffset, appended: duplicate === undefined }
  } catch (error) {
    if (!(error instanceof KafkaException) || error.className !== invalidTimestamp) throw error
    return refused(invalidTimestamp, error.message, timestampErrors(batch, { config: log.config, topicPartition: log.topicPartition, nowMs: bench.nowMs }))
  }
}

function refused(className: string, message: string, errors: readonly RecordError[]): Json {
  return {
    exception: wrapper,
    message: `${className}: ${message}`,
    invalidException: className,
    invalidMessage: message,
    recordErrors: errors.map((error) => ({ ...error })),
  }
}

/** Appends the marker that ends a transaction. */
export function appendMarker(bench: LogScriptBench, { marker, transactionVersion, producerId, epoch }: MarkerWord): Json {
  const header = endTransactionMarkerBatch({
    marker, coordinatorEpoch: 0, baseOffset: 0, partitionLeaderEpoch: 0, producerId, producerEpoch: epoch, timestampMs: bench.nowMs,
  })
  const batch: RecordBatch = { ...header, ...{ payload: { marker, transactionVersion } } }
  const { baseOffset } = bench.log.appendAsLeader(batch, 0, false)
  bench.follow()
  return { markerOffset: baseOffset }
}
