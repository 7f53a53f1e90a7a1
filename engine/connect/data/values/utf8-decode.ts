/** Bytes of ASCII that are decoded at once: each is an argument of a call. */
const plainMax = 4096
const REPLACEMENT = '\uFFFD'

/** UTF-8 as Java's String constructor reads it: what is malformed becomes U+FFFD, one for each maximal part. */
export function utf8Decode(bytes: Uint8Array): string {
  return bytes.length <= plainMax && bytes.every((byte) => byte < 0x80) ? String.fromCharCode(...bytes) : decodeAny(bytes)
}

function decodeAny(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let index = 0; index < bytes.length;) {
    const first = bytes[index] ?? 0
    const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0
    if (length === 1) {
      parts.push(String.fromCharCode(first))
      index++
      continue
    }
    const taken = length === 0 ? 1 : validPrefix(bytes, index, length)
    parts.push(length !== 0 && taken === length ? String.fromCodePoint(codePoint(bytes, index, length)) : REPLACEMENT)
    index += taken
  }
  return parts.join('')
}

/** How many of a character's bytes are as they must be, at least the first. */
function validPrefix(bytes: Uint8Array, start: number, length: number): number {
  const first = bytes[start] ?? 0
  for (let offset = 1; offset < length; offset++) {
    const byte = bytes[start + offset]
    const min = offset > 1 ? 0x80 : first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
    const max = offset > 1 ? 0xbf : first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
    if (byte === undefined || byte < min || byte > max) return offset
  }
  return length
}

function codePoint(bytes: Uint8Array, start: number, length: number): number {
  let point = (bytes[start] ?? 0) & (length === 2 ? 0x1f : length === 3 ? 0x0f : 0x07)
  for (let offset = 1; offset < length; offset++) point = (point << 6) | ((bytes[start + offset] ?? 0) & 0x3f)
  return point
}
