import { KafkaException } from '../protocol/kafka-exception.ts'
import type { PartitionLog } from './partition-log.ts'

/**
 * Checks the offset that somebody wants to read from (UnifiedLog.checkLogStartOffset, LocalLog.read).
 * @throws KafkaException OffsetOutOfRangeException
 */
export function requireReadable({ logStartOffset, logEndOffset, topicPartition }: PartitionLog, offset: number): void {
  if (offset < logStartOffset) {
    throw outOfRange(`Received request for offset ${offset} for partition ${topicPartition}, but we only have log segments starting from offset: ${logStartOffset}.`)
  }
  if (offset > logEndOffset) {
    throw outOfRange(`Received request for offset ${offset} for partition ${topicPartition}, but we only have log segments upto ${logEndOffset}.`)
  }
}

/**
 * Checks the offset up to which records shall be deleted (UnifiedLog.maybeIncrementLogStartOffset).
 * @throws KafkaException OffsetOutOfRangeException
 */
export function requireDeletable({ highWatermark, topicPartition }: PartitionLog, offset: number): void {
  if (offset <= highWatermark) return
  throw outOfRange(`Cannot increment the log start offset to ${offset} of partition ${topicPartition} since it is larger than the high watermark ${highWatermark}`)
}

function outOfRange(message: string): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.OffsetOutOfRangeException', message)
}
