import { ERROR_NAMES, errorByName, type ProtocolError } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'

/** The protocol error that an exception becomes in a response (Errors.forException): UNKNOWN_SERVER_ERROR for others. */
export function errorOfException(exception: unknown): ProtocolError {
  const className = exception instanceof KafkaException ? exception.className : ''
  const name = ERROR_NAMES.find((candidate) => errorByName(candidate).exception === className)
  return errorByName(name ?? 'UNKNOWN_SERVER_ERROR')
}

/** An exception of org.apache.kafka.common.errors. */
export function apiException(simpleName: string, message: string): KafkaException {
  return new KafkaException(`org.apache.kafka.common.errors.${simpleName}`, message)
}
