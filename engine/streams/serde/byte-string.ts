import { utf8Encode } from '../../kafka/record/utf8-encode.ts'

/** Bytes as a text with one character (U+0000…U+00FF) a byte: comparable as RocksDB compares keys, and fit for the key of a Map. */
export type ByteString = string

const asciiOnly = /^[\u0000-\u007f]*$/u

/** A text in UTF-8. */
export function bytesOfText(text: string): ByteString {
  return asciiOnly.test(text) ? text : bytesOfArray(utf8Encode(text))
}

/** The text that UTF-8 bytes stand for; malformed bytes become U+FFFD. */
export function textOfBytes(bytes: ByteString): string {
  if (asciiOnly.test(bytes)) return bytes
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes.charCodeAt(at)
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0
    const point = length === 0 ? undefined : decodePoint(bytes, at, length, lead)
    text += point === undefined ? '\ufffd' : String.fromCodePoint(point)
    at += point === undefined ? 1 : length
  }
  return text
}

/** An array of bytes as a byte string. */
export function bytesOfArray(array: Iterable<number>): ByteString {
  let bytes = ''
  for (const byte of array) bytes += String.fromCharCode(byte)
  return bytes
}

/** 32 bits, big-endian. */
export function int32Bytes(value: number): ByteString {
  return bytesOfArray([(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff])
}

/** 64 bits, big-endian, two's complement. */
export function int64Bytes(value: number | bigint): ByteString {
  const bits = BigInt.asUintN(64, BigInt(value))
  return int32Bytes(Number(bits >> 32n)) + int32Bytes(Number(bits & 0xffffffffn))
}

/** The 32 bits at a position, signed. */
export function readInt32(bytes: ByteString, at: number): number {
  const octet = (offset: number): number => bytes.charCodeAt(at + offset)
  return (octet(0) << 24) | (octet(1) << 16) | (octet(2) << 8) | octet(3)
}

/** The 64 bits at a position, signed; a bigint where a number would not be exact. */
export function readInt64(bytes: ByteString, at: number): number | bigint {
  const value = BigInt.asIntN(64, (BigInt(readInt32(bytes, at) >>> 0) << 32n) | BigInt(readInt32(bytes, at + 4) >>> 0))
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

function decodePoint(bytes: ByteString, at: number, length: number, lead: number): number | undefined {
  let point = length === 1 ? lead : lead & (0x7f >> length)
  for (let offset = 1; offset < length; offset += 1) {
    const next = bytes.charCodeAt(at + offset)
    if ((next & 0xc0) !== 0x80) return undefined
    point = (point << 6) | (next & 0x3f)
  }
  return point <= 0x10ffff ? point : undefined
}
