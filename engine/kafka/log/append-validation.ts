import { KafkaException } from '../protocol/kafka-exception.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { unlimited, type LogConfig } from './log-config.ts'
import { recordTimestampsMs } from './timed-batch.ts'

/** What a batch is checked against. */
export interface AppendContext {
  readonly config: LogConfig
  readonly topicPartition: string
  readonly nowMs: number
}

/** Long.MAX_VALUE, the default of message.timestamp.before.max.ms. */
const longMax = 2n ** 63n - 1n

/**
 * Checks of a batch that a client sent, in the leader's order: size against max.message.bytes, timestamp, size against
 * segment.bytes (UnifiedLog.append, LogValidator).
 * @throws KafkaException RecordTooLargeException, InvalidTimestampException or RecordBatchTooLargeException
 */
export function checkBatch(batch: RecordBatch, context: AppendContext): void {
  const { config, topicPartition } = context
  if (batch.sizeInBytes > config.maxMessageBytes) {
    throw refusal(
      'RecordTooLargeException',
      `The record batch size in the append to ${topicPartition} is ${batch.sizeInBytes} bytes which exceeds the maximum configured value of ${config.maxMessageBytes}).`,
    )
  }
  if (timestampErrors(batch, context).length > 0) {
    throw refusal('InvalidTimestampException', 'One or more records have been rejected due to invalid timestamp')
  }
  if (batch.sizeInBytes > config.segmentBytes) {
    throw refusal(
      'RecordBatchTooLargeException',
      `Message batch size is ${batch.sizeInBytes} bytes in append to partition ${topicPartition}, which exceeds the maximum configured segment size of ${config.segmentBytes}.`,
    )
  }
}

/** Why a record was refused: its place in the batch, and the words for it. */
export interface RecordError {
  readonly batchIndex: number
  readonly message: string
}

/** The records of a batch whose timestamps lie outside the accepted window (LogValidator). */
export function timestampErrors(batch: RecordBatch, context: AppendContext): readonly RecordError[] {
  const { config: { isLogAppendTime, timestampAfterMaxMs, timestampBeforeMaxMs }, nowMs } = context
  if (isLogAppendTime) return []
  const latest = nowMs + timestampAfterMaxMs
  const earliest = nowMs - timestampBeforeMaxMs
  if (batch.maxTimestampMs <= latest && timestampBeforeMaxMs >= unlimited) return []
  const earliestText = timestampBeforeMaxMs >= unlimited ? String(BigInt(nowMs) - longMax) : String(earliest)
  return recordTimestampsMs(batch).flatMap((timestampMs, batchIndex) => {
    const message = `Timestamp ${timestampMs} of message with offset ${batchIndex} is out of range. The timestamp should be within [${earliestText}, ${latest}]`
    return timestampMs > latest || (timestampMs < earliest && timestampBeforeMaxMs < unlimited) ? [{ batchIndex, message }] : []
  })
}

/**
 * The records of a batch without a key, which a compacted topic does not take (LogValidator.validateKey).
 * @param keyOf the key of a record by its global number
 */
export function keyErrors(batch: RecordBatch, keyOf: (record: number) => string | undefined, topicPartition: string): readonly RecordError[] {
  const message = `Compacted topic cannot accept message without key in topic partition ${topicPartition}`
  const errors: RecordError[] = []
  let batchIndex = 0
  for (const { first, count } of batch.runs) {
    for (let offset = 0; offset < count; offset++, batchIndex++) if (keyOf(first + offset) === undefined) errors.push({ batchIndex, message })
  }
  return errors
}

/** What LogValidator says of a batch with refused records. */
export function recordErrorsMessage(errors: readonly RecordError[]): string {
  const shown = errors.slice(0, 3).map(({ batchIndex, message }) => `RecordError(batchIndex=${batchIndex}, message='${message}')`)
  return `One or more records have been rejected due to ${errors.length} record errors in total, and only showing the first three errors at most: [${shown.join(', ')}]`
}

function refusal(exception: string, message: string): KafkaException {
  return new KafkaException(`org.apache.kafka.common.errors.${exception}`, message)
}
