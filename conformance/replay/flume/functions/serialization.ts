import { JavaException } from '../../../../engine/flume/conf/java/java-exception.ts'
import { decodeUtf8, deserializeLines, type DecodeErrorPolicy } from '../../../../engine/flume/serialization/deserialize-lines.ts'
import { serializeEvents } from '../../../../engine/flume/serialization/serialize-events.ts'
import { serializerClass } from '../../../../engine/flume/serialization/serializer-class.ts'
import { isObject, listOf, numberOf, plainText, property, textOf, type Json } from '../../../json.ts'

const policies: readonly DecodeErrorPolicy[] = ['FAIL', 'REPLACE', 'IGNORE']

/** Bodies that a deserializer makes of a file. */
export function deserializedLines(fixed: Json | undefined, input: Json): Json {
  const text = textOf(input, 'text')
  const policy = policies.find((known) => known === textOf(input, 'decodeErrorPolicy')) ?? 'FAIL'
  try {
    const hex = /^bytes ((?:[\da-f]{2} ?)+)$/.exec(text)?.[1]
    const decoded = hex === undefined ? text : decodeUtf8(hex.trim().split(' ').map((byte) => Number.parseInt(byte, 16)), policy)
    return { events: deserializeLines(decoded, numberOf(input, 'maxLineLength') ?? 2048).slice(0, numberOf(fixed, 'maxEvents')) }
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    return { events: [], exception: error.chain() }
  }
}

/** What a serializer writes for events. */
export function serializedEvents(_fixed: Json | undefined, input: Json): Json {
  const events = listOf(input, 'events').map((event) => {
    const headers = property(event, 'headers')
    const pairs = Object.entries(isObject(headers) ? headers : {}).map(([key, value]): [string, string] => [key, plainText(value)])
    const body = textOf(event, 'body').replace(/^<(\d+) zero bytes>$/, (_, count: string) => '\0'.repeat(Number(count)))
    return { headers: new Map(pairs), body }
  })
  const { headBytes, bytes, text } = serializeEvents(textOf(input, 'serializer'), events, textOf(input, 'appendNewline') !== 'false')
  return text === undefined ? { bytes, bytesAfterCreate: headBytes } : { bytes, text }
}

/** The class of a serializer, or the exceptions that its name leads to. */
export function serializerOf(_fixed: Json | undefined, input: Json): Json {
  try {
    return serializerClass(plainText(input))
  } catch (error) {
    if (!(error instanceof JavaException)) throw error
    return error.chain()
  }
}
