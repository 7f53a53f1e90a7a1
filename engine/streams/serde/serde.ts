import { serializationException } from '../streams-exception.ts'
import { bytesOfText, int64Bytes, readInt64, textOfBytes, type ByteString } from './byte-string.ts'

/** How values of one kind become bytes in topics and stores, and come back (org.apache.kafka.common.serialization.Serde). */
export interface Serde {
  /** @throws StreamsException (ClassCastException's case) for a value of another kind */
  serialize(value: unknown): ByteString
  /** @throws StreamsException (SerializationException) for bytes that are none */
  deserialize(bytes: ByteString): unknown
}

const stringSerde: Serde = {
  serialize: (value) => {
    if (typeof value !== 'string') throw notOfType(value, 'java.lang.String')
    return bytesOfText(value)
  },
  deserialize: textOfBytes,
}

const longSerde: Serde = {
  serialize: (value) => {
    if (typeof value !== 'number' && typeof value !== 'bigint') throw notOfType(value, 'java.lang.Long')
    return int64Bytes(value)
  },
  deserialize: (bytes) => {
    if (bytes.length !== 8) throw serializationException('Size of data received by LongDeserializer is not 8')
    return readInt64(bytes, 0)
  },
}

/** Objects, lists and anything else that JSON has, as JSON in UTF-8: what applications bring along as a serde of their own. */
const jsonSerde: Serde = {
  serialize: (value) => bytesOfText(JSON.stringify(value)),
  deserialize: (bytes) => {
    const parsed: unknown = JSON.parse(textOfBytes(bytes))
    return parsed
  },
}

/** The serdes by their names in org.apache.kafka.common.serialization.Serdes, and `JSON`. */
export const Serdes = {
  String: (): Serde => stringSerde,
  Long: (): Serde => longSerde,
  JSON: (): Serde => jsonSerde,
} as const

function notOfType(value: unknown, wanted: string): Error {
  const got = typeof value === 'string' ? 'java.lang.String' : typeof value === 'number' ? 'java.lang.Long' : typeof value
  return serializationException(`A serializer for ${wanted} is not compatible with the actual type (${got}). Change the default serdes or give the right one.`)
}
