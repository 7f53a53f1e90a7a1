import type { ProtocolError } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { PartitionProduceResponse } from '../protocol/produce.ts'

/** The exception of a record by its place in the batch. */
export type RecordFailures = (batchIndex: number) => KafkaException

/** The part of a broker's answer that says why a batch was refused. */
interface Refusal {
  readonly error: ProtocolError
  readonly message: string
  readonly recordErrors: PartitionProduceResponse['recordErrors']
}

/**
 * What each record of a refused batch hears when the broker named the records at fault (Sender.failBatch, KIP-467): one alone
 * gets the partition's exception with its own words; of several each gets InvalidRecordException, because one code for all
 * does not tell which was which; the others hear that they shared a batch with them.
 * @returns undefined when no record was named
 */
export function recordFailures({ error, message, recordErrors }: Refusal): RecordFailures | undefined {
  if (recordErrors.length === 0) return undefined
  const className = recordErrors.length === 1 ? error.exception : undefined
  const exceptions = new Map(recordErrors.map(({ batchIndex, batchIndexErrorMessage }) => [
    batchIndex, new KafkaException(className ?? 'org.apache.kafka.common.InvalidRecordException', batchIndexErrorMessage ?? message),
  ]))
  const bystander = new KafkaException('org.apache.kafka.common.KafkaException',
    'Failed to append record because it was part of a batch which had one more more invalid records')
  return (batchIndex) => exceptions.get(batchIndex) ?? bystander
}
