import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'

const ERRORS = 'org.apache.kafka.connect.errors'

/** A DataException: data that a converter or a transformation cannot take. */
export function dataException(message: string, cause?: KafkaException): KafkaException {
  return new KafkaException(`${ERRORS}.DataException`, message, cause)
}

/** A ConnectException: the general failure of a connector, a task or the runtime. */
export function connectException(message: string, cause?: KafkaException): KafkaException {
  return new KafkaException(`${ERRORS}.ConnectException`, message, cause)
}

/** A SchemaBuilderException: a schema that cannot be built. */
export function schemaBuilderException(message: string, cause?: KafkaException): KafkaException {
  return new KafkaException(`${ERRORS}.SchemaBuilderException`, message, cause)
}

/** A SerializationException of Kafka's serializers. */
export function serializationException(message: string, cause?: KafkaException): KafkaException {
  return new KafkaException('org.apache.kafka.common.errors.SerializationException', message, cause)
}

/** An exception of the Java runtime, by its simple name in java.lang. */
export function javaLangException(name: string, message: string): KafkaException {
  return new KafkaException(`java.lang.${name}`, message)
}
