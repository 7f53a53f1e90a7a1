/** Charsets that texts can be read and written in here, by their names in lower case. */
const charsets: ReadonlyMap<string, Charset> = new Map<string, Charset>([
  ['utf-8', 'utf-8'], ['utf8', 'utf-8'],
  ['iso-8859-1', 'latin-1'], ['iso8859-1', 'latin-1'], ['iso8859_1', 'latin-1'], ['latin1', 'latin-1'],
  ['us-ascii', 'ascii'], ['ascii', 'ascii'],
  ['utf-16', 'utf-16'], ['utf-16be', 'utf-16be'], ['utf-16le', 'utf-16le'],
])

/** A charset that is simulated. `utf-16` writes a byte order mark and big-endian units, as Java does. */
export type Charset = 'utf-8' | 'latin-1' | 'ascii' | 'utf-16' | 'utf-16be' | 'utf-16le'

/** What stands for a byte that is no UTF-8: a lone low surrogate, U+DC00 plus the byte (as Python's surrogateescape has it). */
const rawByteBase = 0xdc00
const rawByte = /[\udc80-\udcff]/u
const replacement = 0xfffd

/** The charset with a name of Java; undefined when it is not simulated. */
export function charsetNamed(name: string): Charset | undefined {
  return charsets.get(name.trim().toLowerCase())
}

/** Whether a text holds bytes that are no UTF-8. */
export function hasRawBytes(text: string): boolean {
  return rawByte.test(text)
}

/** Bytes as a text of UTF-8, bytes that are none kept as they are. */
export function bytesAsText(bytes: readonly number[]): string {
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const { code, length } = utf8At(bytes, at)
    text += String.fromCodePoint(code ?? rawByteBase + (bytes[at] ?? 0))
    at += length
  }
  return text
}

/** The bytes of a text of UTF-8; a lone surrogate that is no raw byte is a question mark. */
export function textAsBytes(text: string): readonly number[] {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code > rawByteBase + 0x7f && code <= rawByteBase + 0xff) bytes.push(code - rawByteBase)
    else if (code >= 0xd800 && code <= 0xdfff) bytes.push(0x3f)
    else bytes.push(...utf8Of(code))
  }
  return bytes
}

/** What `new String(bytes, charset)` makes of the bytes of a text; what is malformed becomes U+FFFD. */
export function readAs(text: string, charset: Charset): string {
  if (charset === 'utf-8') return hasRawBytes(text) ? text.replaceAll(new RegExp(rawByte, 'gu'), String.fromCodePoint(replacement)) : text
  const bytes = textAsBytes(text)
  if (charset === 'latin-1') return String.fromCharCode(...bytes)
  if (charset === 'ascii') return String.fromCharCode(...bytes.map((byte) => (byte < 0x80 ? byte : replacement)))
  const hasMark = charset === 'utf-16' && ((bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xff && bytes[1] === 0xfe))
  const isLittle = charset === 'utf-16le' || (hasMark && bytes[0] === 0xff)
  return String.fromCharCode(...unitsOf(hasMark ? bytes.slice(2) : bytes, isLittle))
}

/** The text whose bytes are those of `text.getBytes(charset)`; what the charset has not becomes a question mark. */
export function writtenAs(text: string, charset: Charset): string {
  if (charset === 'utf-8') return text
  if (charset === 'latin-1' || charset === 'ascii') {
    const limit = charset === 'latin-1' ? 0x100 : 0x80
    return bytesAsText([...text].map((character) => character.codePointAt(0) ?? 0).map((code) => (code < limit ? code : 0x3f)))
  }
  const bytes: number[] = charset === 'utf-16' && text !== '' ? [0xfe, 0xff] : []
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    bytes.push(...(charset === 'utf-16le' ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff]))
  }
  return bytesAsText(bytes)
}

function unitsOf(bytes: readonly number[], isLittle: boolean): readonly number[] {
  const units: number[] = []
  for (let at = 0; at < bytes.length; at += 2) {
    const [first = 0, second] = [bytes[at], bytes[at + 1]]
    units.push(second === undefined ? replacement : isLittle ? (second << 8) | first : (first << 8) | second)
  }
  return units
}

function utf8Of(code: number): readonly number[] {
  if (code < 0x80) return [code]
  const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f)
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)]
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)]
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)]
}

/** The code point at a place and its length; no code for a byte that begins none. */
function utf8At(bytes: readonly number[], at: number): { readonly code: number | undefined; readonly length: number } {
  const first = bytes[at] ?? 0
  const length = first < 0x80 ? 1 : first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0
  const tail = bytes.slice(at + 1, at + length)
  if (length === 0 || tail.length < length - 1 || tail.some((byte) => byte >> 6 !== 2)) return { code: undefined, length: 1 }
  const code = tail.reduce((value, byte) => (value << 6) | (byte & 0x3f), length === 1 ? first : first & (0xff >> (length + 1)))
  const isShortest = length < 3 || code >= (length === 3 ? 0x800 : 0x10000)
  return isShortest && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? { code, length } : { code: undefined, length: 1 }
}
