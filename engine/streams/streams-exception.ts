/** An exception of the Kafka Streams library, or of a serializer that it called, under its Java class name. */
export class StreamsException extends Error {
  override readonly name = 'StreamsException'
  readonly javaClass: string
  override readonly cause: unknown

  constructor(message: string, cause?: unknown, javaClass = 'org.apache.kafka.streams.errors.StreamsException') {
    super(message)
    this.javaClass = javaClass
    this.cause = cause
  }
}

/** org.apache.kafka.common.errors.SerializationException. */
export function serializationException(message: string): StreamsException {
  return new StreamsException(message, undefined, 'org.apache.kafka.common.errors.SerializationException')
}

/** org.apache.kafka.streams.errors.TopologyException. */
export function topologyException(message: string): StreamsException {
  return new StreamsException(`Invalid topology: ${message}`, undefined, 'org.apache.kafka.streams.errors.TopologyException')
}
