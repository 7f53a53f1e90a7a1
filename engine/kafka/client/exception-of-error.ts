import type { ProtocolError } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'

/** The exception that a client throws for a protocol error (Errors.exception), with the broker's own message if it gave one. */
export function exceptionOfError(error: ProtocolError, message: string | null = null): KafkaException {
  return new KafkaException(error.exception ?? 'org.apache.kafka.common.KafkaException', message ?? error.message)
}
