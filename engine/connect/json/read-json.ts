import type { KafkaException } from '../../kafka/protocol/kafka-exception.ts'
import { utf8Decode } from '../data/values/utf8-decode.ts'
import { JsonBytes } from './json-bytes.ts'
import type { JsonNode } from './json-node.ts'

const TOKENS = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"

/** The tree of the first JSON value in the bytes, as Jackson's ObjectMapper.readTree; what follows it is not looked at. @throws KafkaException a JsonParseException or JsonEOFException of Jackson */
export function readJson(bytes: Uint8Array): JsonNode {
  const input = new JsonBytes(bytes)
  if (!input.skipSpace()) return { kind: 'missing' }
  return readValue(input, 'root')
}

type Context = 'root' | 'Array' | 'Object'

function readValue(input: JsonBytes, context: Context): JsonNode {
  const first = input.next()
  const character = String.fromCharCode(first)
  if (character === '"') return { kind: 'string', value: readString(input) }
  if (character === '{') return readObject(input, input.column() - 1)
  if (character === '[') return readArray(input, input.column() - 1)
  if (character === 't') return literal(input, 'true', { kind: 'boolean', value: true })
  if (character === 'f') return literal(input, 'false', { kind: 'boolean', value: false })
  if (character === 'n') return literal(input, 'null', { kind: 'null' })
  if (character === '-' || (character >= '0' && character <= '9')) return readNumber(input, character, context)
  throw unexpectedValue(input, character)
}

function literal(input: JsonBytes, word: string, node: JsonNode): JsonNode {
  for (let index = 1; index < word.length; index++) {
    if (String.fromCharCode(input.peek() ?? 0) !== word[index]) throw invalidToken(input, word.slice(0, index))
    input.next()
  }
  const after = input.peek()
  if (after !== undefined && after >= 0x30 && after !== 0x5d && after !== 0x7d && isIdentifierPart(String.fromCharCode(after))) throw invalidToken(input, word)
  return node
}

function unexpectedValue(input: JsonBytes, character: string): KafkaException {
  for (const word of character === 'N' ? ['NaN'] : character === 'I' ? ['Infinity'] : []) {
    if (!input.startsWith(word.slice(1))) continue
    for (let index = 1; index < word.length; index++) input.next()
    return input.error(`Non-standard token '${word}': enable \`JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS\` to allow`)
  }
  if (/^[\p{L}\p{Nl}\p{Sc}\p{Pc}]$/u.test(character)) return invalidToken(input, character)
  if (character === ']' || character === '}') return unexpectedCharacter(input, 'expected a value')
  return unexpectedCharacter(input, `expected a valid value ${TOKENS}`)
}

/** The rest of a token that is no JSON, with what was read of it. */
function invalidToken(input: JsonBytes, matched: string): KafkaException {
  const column = input.column() - 1
  let token = matched
  for (let byte = input.peek(); byte !== undefined && token.length < 256; byte = input.peek()) {
    input.next()
    const character = input.characterFrom(byte)
    if (!isIdentifierPart(character)) break
    token += character
  }
  return input.error(`Unrecognized token '${token}': was expecting ${TOKENS}`, column)
}

function isIdentifierPart(character: string): boolean {
  return /^[\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{M}\p{Cf}\x00-\x08\x0E-\x1B\x7F-\x9F]$/u.test(character)
}

function unexpectedCharacter(input: JsonBytes, why: string): KafkaException {
  const byte = input.previous()
  return input.error(`Unexpected character (${characterText(byte)}): ${why}`, input.column() - 1)
}

function characterText(byte: number): string {
  return byte < 0x20 ? `(CTRL-CHAR, code ${String(byte)})` : `'${String.fromCharCode(byte)}' (code ${String(byte)})`
}

function readNumber(input: JsonBytes, first: string, context: Context): JsonNode {
  let text = first
  const take = () => {
    let count = 0
    for (let byte = input.peek(); byte !== undefined && byte >= 0x30 && byte <= 0x39; byte = input.peek()) {
      text += String.fromCharCode(input.next())
      count++
    }
    return count
  }
  const taken = take()
  if (first === '-' && taken === 0) throw missingDigit(input, 'expected digit (0-9) to follow minus sign, for valid numeric value')
  if (/^-?0\d/.test(text)) throw input.error('Invalid numeric value: Leading zeroes not allowed', input.column() - taken)
  let isWhole = true
  if (input.peek() === 0x2e) {
    isWhole = false
    text += String.fromCharCode(input.next())
    if (take() === 0) throw missingDigit(input, 'Decimal point not followed by a digit')
  }
  if (input.peek() === 0x65 || input.peek() === 0x45) {
    isWhole = false
    text += String.fromCharCode(input.next())
    if (input.peek() === 0x2b || input.peek() === 0x2d) text += String.fromCharCode(input.next())
    if (take() === 0) throw missingDigit(input, 'Exponent indicator not followed by a digit')
  }
  const after = input.peek()
  if (context === 'root' && after !== undefined && ![0x20, 0x09, 0x0a, 0x0d].includes(after)) {
    input.next()
    throw unexpectedCharacter(input, 'Expected space separating root-level values')
  }
  return isWhole ? { kind: 'integer', value: BigInt(text) } : { kind: 'decimal', text }
}

function missingDigit(input: JsonBytes, why: string): KafkaException {
  if (input.peek() === undefined) return input.endError(' in a Number value')
  input.next()
  const byte = input.previous()
  return input.error(`Unexpected character (${characterText(byte)}) in numeric value: ${why}`, input.column() - 1)
}

function readArray(input: JsonBytes, startColumn: number): JsonNode {
  const items: JsonNode[] = []
  const start = input.location(startColumn)
  if (!input.skipSpace()) throw input.openError('Array', start)
  if (input.peek() === 0x5d) {
    input.next()
    return { kind: 'array', items }
  }
  for (;;) {
    items.push(readValue(input, 'Array'))
    if (!input.skipSpace()) throw input.openError('Array', start)
    const byte = input.next()
    if (byte === 0x5d) return { kind: 'array', items }
    if (byte !== 0x2c) throw unexpectedCharacter(input, 'was expecting comma to separate Array entries')
    if (!input.skipSpace()) throw input.endError(' within/between Array entries')
  }
}

function readObject(input: JsonBytes, startColumn: number): JsonNode {
  const fields = new Map<string, JsonNode>()
  const start = input.location(startColumn)
  if (!input.skipSpace()) throw input.openError('Object', start)
  if (input.peek() === 0x7d) {
    input.next()
    return { kind: 'object', fields }
  }
  for (;;) {
    if (input.next() !== 0x22) throw unexpectedCharacter(input, 'was expecting double-quote to start field name')
    const name = readString(input)
    if (!input.skipSpace()) throw input.endError(' within/between Object entries')
    if (input.next() !== 0x3a) throw unexpectedCharacter(input, 'was expecting a colon to separate field name and value')
    if (!input.skipSpace()) throw input.endError(' within/between Object entries')
    fields.set(name, readValue(input, 'Object'))
    if (!input.skipSpace()) throw input.openError('Object', start)
    const byte = input.next()
    if (byte === 0x7d) return { kind: 'object', fields }
    if (byte !== 0x2c) throw unexpectedCharacter(input, 'was expecting comma to separate Object entries')
    if (!input.skipSpace()) throw input.endError(' within/between Object entries')
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([['"', '"'], ['\\', '\\'], ['/', '/'], ['b', '\b'], ['f', '\f'], ['n', '\n'], ['r', '\r'], ['t', '\t']])

function readString(input: JsonBytes): string {
  let text = ''
  let plainFrom = input.position
  for (;;) {
    const byte = input.peek()
    if (byte === undefined) throw input.endError(': was expecting closing quote for a string value')
    input.next()
    if (byte !== 0x22 && byte !== 0x5c && byte >= 0x20) {
      if (byte >= 0x80) input.characterFrom(byte)
      continue
    }
    if (byte < 0x20) {
      throw input.error(`Illegal unquoted character (${characterText(byte)}): has to be escaped using backslash to be included in string value`)
    }
    text += utf8Decode(input.bytes.subarray(plainFrom, input.position - 1))
    if (byte === 0x22) return text
    text += escaped(input)
    plainFrom = input.position
  }
}

function escaped(input: JsonBytes): string {
  if (input.peek() === undefined) throw input.endError(' in character escape sequence')
  const character = String.fromCharCode(input.next())
  const found = ESCAPES.get(character)
  if (found !== undefined) return found
  if (character !== 'u') throw input.error(`Unrecognized character escape ${characterText(input.previous())}`)
  let digits = ''
  for (let index = 0; index < 4; index++) {
    if (input.peek() === undefined) throw input.endError(' in character escape sequence')
    const digit = String.fromCharCode(input.next())
    if (!/[0-9a-fA-F]/.test(digit)) throw unexpectedCharacter(input, 'expected a hex-digit for character escape sequence')
    digits += digit
  }
  return String.fromCharCode(Number.parseInt(digits, 16))
}
