import { JavaException } from '../conf/java/java-exception.ts'

/** What is done about bytes that are no UTF-8. Source: DecodeErrorPolicy. */
export type DecodeErrorPolicy = 'FAIL' | 'REPLACE' | 'IGNORE'

/**
 * The bodies that the LINE deserializer makes of a text: cut at newlines and after `maxLineLength` UTF-16 units, the newline
 * counted; half of a surrogate pair becomes `?`. Source: org.apache.flume.serialization.LineDeserializer.
 */
export function deserializeLines(text: string, maxLineLength: number): string[] {
  const lines: string[] = []
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const cut = Math.min(end, at + Math.max(1, maxLineLength))
    const isCut = cut - at >= Math.max(1, maxLineLength)
    lines.push(withoutHalves(text.slice(at, cut)))
    at = !isCut && cut === newline ? cut + 1 : cut
  }
  return lines
}

/** Bytes as text. @throws JavaException java.nio.charset.MalformedInputException under FAIL */
export function decodeUtf8(bytes: readonly number[], policy: DecodeErrorPolicy): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length > 0) text += String.fromCodePoint(codeOf(bytes, at, length))
    else if (policy === 'FAIL') throw new JavaException('java.nio.charset.MalformedInputException', 'Input length = 1')
    else if (policy === 'REPLACE') text += '\ufffd'
    at += Math.max(1, length)
  }
  return text
}

/** Bytes of the character that begins here; 0 when none does. */
function sequenceLength(bytes: readonly number[], at: number): number {
  const first = bytes[at] ?? 0
  const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0
  for (let index = 1; index < length; index++) if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return 0
  if (length < 3) return length
  const code = codeOf(bytes, at, length)
  const isShortest = code >= (length === 3 ? 0x800 : 0x10000)
  return isShortest && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? length : 0
}

function codeOf(bytes: readonly number[], at: number, length: number): number {
  let code = (bytes[at] ?? 0) & (length === 1 ? 0x7f : 0xff >> (length + 1))
  for (let index = 1; index < length; index++) code = code * 64 + ((bytes[at + index] ?? 0) & 0x3f)
  return code
}

function withoutHalves(text: string): string {
  return Array.from(text, (character) => (character.length === 1 && character >= '\ud800' && character <= '\udfff' ? '?' : character)).join('')
}
