import { JavaHashMap } from '../conf/java/hash-map.ts'
import { headerText, utf8Bytes } from '../event/event-run.ts'
import { serializerClass } from './serializer-class.ts'

/** An event as a serializer gets it. */
export interface SerializedEvent {
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** What a serializer has written: bytes of the head, bytes in all, and the text where it is one. */
export interface SerializedOutput {
  readonly headBytes: number
  readonly bytes: number
  readonly text: string | undefined
}

/** Head of an Avro container: magic, schema of events, codec `null`, and the sync marker. */
const AVRO_HEAD_BYTES = 185
const SYNC_BYTES = 16

/** Writes events by a serializer, as one flush. @param type alias or class @throws JavaException for an unknown one */
export function serializeEvents(type: string, events: readonly SerializedEvent[], appendsNewline: boolean): SerializedOutput {
  const className = serializerClass(type)
  if (className.endsWith('.FlumeEventAvroEventSerializer')) return avroContainer(events)
  const hasHeaders = className.endsWith('.HeaderAndBodyTextEventSerializer')
  const end = appendsNewline ? '\n' : ''
  const text = events.map(({ headers, body }) => `${hasHeaders ? `${headersText(headers)} ` : ''}${body}${end}`).join('')
  return { headBytes: 0, bytes: utf8Bytes(text), text }
}

/** Headers as HEADER_AND_TEXT writes them: `toString()` of a java.util.HashMap. */
export function headersText(headers: ReadonlyMap<string, string>): string {
  const map = new JavaHashMap<string>()
  for (const [key, value] of headers) map.set(key, headerText(value))
  return `{${map.entries().map(([key, value]) => `${key}=${value}`).join(', ')}}`
}

/** One block: number of events, their bytes, the events, and the sync marker. */
function avroContainer(events: readonly SerializedEvent[]): SerializedOutput {
  let data = 0
  for (const { headers, body } of events) data += mapBytes(headers) + stringBytes(body)
  const block = events.length === 0 ? 0 : longBytes(events.length) + longBytes(data) + data + SYNC_BYTES
  return { headBytes: AVRO_HEAD_BYTES, bytes: AVRO_HEAD_BYTES + block, text: undefined }
}

function mapBytes(headers: ReadonlyMap<string, string>): number {
  let bytes = headers.size === 0 ? 0 : longBytes(headers.size)
  for (const [key, value] of headers) bytes += stringBytes(key) + stringBytes(value)
  return bytes + 1
}

function stringBytes(text: string): number {
  const bytes = utf8Bytes(text)
  return longBytes(bytes) + bytes
}

/** Length of a number that is not negative in Avro's variable-length zig-zag coding. */
function longBytes(value: number): number {
  let bytes = 1
  for (let rest = value * 2; rest >= 128; rest = Math.floor(rest / 128)) bytes++
  return bytes
}
