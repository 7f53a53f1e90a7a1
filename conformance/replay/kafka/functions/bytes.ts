import { utf8Encode } from '../../../../engine/kafka/record/utf8-encode.ts'
import { numberOf, property, textOf, type Json } from '../../../json.ts'

/** Bytes as lower-case hex digits. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The bytes of hex digits. */
export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16))
}

/** UTF-8 of a text, or null. */
export function utf8OrNull(value: Json | undefined): Uint8Array | null {
  return typeof value === 'string' ? utf8Encode(value) : null
}

/** A text that an input gives as such, as `{key}`, or as `{repeat, times}`. */
export function inputText(input: Json): string | undefined {
  if (typeof input === 'string') return input
  const repeat = textOf(input, 'repeat')
  if (repeat !== '') return repeat.repeat(numberOf(input, 'times') ?? 1)
  const key = property(input, 'key')
  return typeof key === 'string' ? key : undefined
}
