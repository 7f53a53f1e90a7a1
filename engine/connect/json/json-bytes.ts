import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'

const SOURCE = '[Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); '
const PARSE = 'com.fasterxml.jackson.core.JsonParseException'
const END = 'com.fasterxml.jackson.core.io.JsonEOFException'

/** Bytes that are read as JSON, with the line and column of errors (Jackson's UTF8StreamJsonParser, which counts columns in bytes). */
export class JsonBytes {
  readonly bytes: Uint8Array
  position = 0
  #line = 1
  #lineStart = 0

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** The next byte, which stays; undefined at the end. */
  peek(): number | undefined {
    return this.bytes[this.position]
  }

  /** Takes the next byte; zero at the end. */
  next(): number {
    return this.bytes[this.position++] ?? 0
  }

  /** The byte that was taken last. */
  previous(): number {
    return this.bytes[this.position - 1] ?? 0
  }

  /** Whether the bytes ahead are these ASCII characters. */
  startsWith(text: string): boolean {
    return [...text].every((character, index) => this.bytes[this.position + index] === character.charCodeAt(0))
  }

  /** Column of the next byte, from 1. */
  column(): number {
    return this.position - this.#lineStart + 1
  }

  /** A place in the present line, in the words of exceptions. */
  location(column: number): string {
    return `${SOURCE}line: ${String(this.#line)}, column: ${String(column)}]`
  }

  /** Skips white space. @returns false at the end @throws KafkaException for a control character */
  skipSpace(): boolean {
    for (let byte = this.peek(); byte !== undefined; byte = this.peek()) {
      if (byte > 0x20) return true
      this.position++
      if (byte === 0x0a) {
        this.#line++
        this.#lineStart = this.position
      } else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) {
        throw this.error(`Illegal character ((CTRL-CHAR, code ${String(byte)})): only regular white space (\\r, \\n, \\t) is allowed between tokens`)
      }
    }
    return false
  }

  /** The character that begins with a byte that was just taken. @throws KafkaException for bytes that are no UTF-8 */
  characterFrom(first: number): string {
    if (first < 0x80) return String.fromCharCode(first)
    const hex = (byte: number) => `0x${byte.toString(16)}`
    const length = (first & 0xe0) === 0xc0 ? 2 : (first & 0xf0) === 0xe0 ? 3 : (first & 0xf8) === 0xf0 ? 4 : 0
    if (length === 0) throw this.error(`Invalid UTF-8 start byte ${hex(first)}`)
    let point = first & (0x7f >> length)
    for (let index = 1; index < length; index++) {
      const byte = this.next()
      if ((byte & 0xc0) !== 0x80) throw this.error(`Invalid UTF-8 middle byte ${hex(byte)}`)
      point = (point << 6) | (byte & 0x3f)
    }
    return String.fromCodePoint(point)
  }

  /** A JsonParseException here, or at a column of this line. */
  error(message: string, column = this.column()): KafkaException {
    return new KafkaException(PARSE, `${message}\n at ${this.location(column)}`)
  }

  /** The end where there must not be one. */
  endError(where: string): KafkaException {
    return new KafkaException(END, `Unexpected end-of-input${where}\n at ${this.location(this.column())}`)
  }

  /** The end within a container that began at a place. */
  openError(container: 'Array' | 'Object', start: string): KafkaException {
    return this.endError(`: expected close marker for ${container} (start marker at ${start})`)
  }
}
