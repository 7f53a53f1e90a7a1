import type { Serde } from '../serde/serde.ts'
import { int64Bytes, readInt64 } from '../serde/byte-string.ts'

/** A key together with a window (org.apache.kafka.streams.kstream.Windowed). Times in milliseconds since 1970. */
export class WindowedKey {
  readonly key: unknown
  readonly start: number
  /** Exclusive for time windows, inclusive for sliding and session windows. */
  readonly end: number

  constructor(key: unknown, start: number, end: number) {
    this.key = key
    this.start = start
    this.end = end
  }
}

/** Keys of time windows of one size in topics: the key, then the window's start (TimeWindowedSerializer). */
export function timeWindowedSerde(inner: Serde, sizeMs: number): Serde {
  return {
    serialize: (value) => (value instanceof WindowedKey ? inner.serialize(value.key) + int64Bytes(value.start) : inner.serialize(value)),
    deserialize: (bytes) => {
      const start = Number(readInt64(bytes, bytes.length - 8))
      return new WindowedKey(inner.deserialize(bytes.slice(0, -8)), start, start + sizeMs)
    },
  }
}

/** Keys of sessions in topics: the key, then the session's end and start (SessionWindowedSerializer). */
export function sessionWindowedSerde(inner: Serde): Serde {
  return {
    serialize: (value) => (value instanceof WindowedKey ? inner.serialize(value.key) + int64Bytes(value.end) + int64Bytes(value.start) : inner.serialize(value)),
    deserialize: (bytes) => {
      const end = Number(readInt64(bytes, bytes.length - 16))
      return new WindowedKey(inner.deserialize(bytes.slice(0, -16)), Number(readInt64(bytes, bytes.length - 8)), end)
    },
  }
}
