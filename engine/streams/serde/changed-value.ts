import { bytesOfArray, type ByteString } from './byte-string.ts'
import type { Serde } from './serde.ts'

/** Which of a change's two values are there: the last byte (ChangedSerializer). */
const oldOnly = 0
const newOnly = 1
const newAndOld = 2

/** A change of a table's row in a repartition topic (ChangedSerializer, KIP-904). */
export function serializeChange(serde: Serde, { value, oldValue }: { readonly value: unknown; readonly oldValue: unknown }): ByteString {
  if (oldValue === null) return serde.serialize(value) + String.fromCharCode(newOnly)
  if (value === null) return serde.serialize(oldValue) + String.fromCharCode(oldOnly)
  const fresh = serde.serialize(value)
  return bytesOfVarint(fresh.length) + fresh + serde.serialize(oldValue) + String.fromCharCode(newAndOld)
}

/** The change that a repartition topic's value stands for. */
export function deserializeChange(serde: Serde, bytes: ByteString): { readonly value: unknown; readonly oldValue: unknown } {
  const data = bytes.slice(0, -1)
  const flag = bytes.charCodeAt(bytes.length - 1)
  if (flag === newOnly) return { value: serde.deserialize(data), oldValue: null }
  if (flag === oldOnly) return { value: null, oldValue: serde.deserialize(data) }
  const { length, at } = readVarint(data)
  return { value: serde.deserialize(data.slice(at, at + length)), oldValue: serde.deserialize(data.slice(at + length)) }
}

/** Zig-zag varint (ByteUtils.writeVarint). */
function bytesOfVarint(value: number): ByteString {
  const bytes: number[] = []
  let rest = value * 2
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
  return bytesOfArray([...bytes, rest])
}

function readVarint(bytes: ByteString): { readonly length: number; readonly at: number } {
  let value = 0
  let at = 0
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes.charCodeAt(at)
    at += 1
    value += (byte & 0x7f) * scale
    if (byte < 128) return { length: value / 2, at }
  }
}
