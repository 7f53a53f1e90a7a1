import { JavaException } from '../../conf/java/java-exception.ts'

/** A JSON value as Gson reads it; numbers keep their text. */
export type LenientJson = null | boolean | string | { readonly number: string } | readonly LenientJson[] | ReadonlyMap<string, LenientJson>

/** com.google.gson.JsonSyntaxException. */
export function jsonSyntax(message: string): JavaException {
  return new JavaException('com.google.gson.JsonSyntaxException', message)
}

/** What ends a word without quotes. */
const literalEnd = /[\s{}[\]:,;=/\\#'"]/
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

/**
 * Reads a document as a lenient com.google.gson.stream.JsonReader does: single quotes, words without quotes, and a missing
 * element of a list as null. @returns undefined for an empty document @throws JavaException JsonSyntaxException
 */
export function parseLenientJson(text: string): LenientJson | undefined {
  const reader = new LenientReader(text)
  if (reader.isAtEnd()) return undefined
  const value = reader.value()
  if (!reader.isAtEnd()) throw new JavaException('com.google.gson.JsonIOException', 'JSON document was not fully consumed.')
  return value
}

class LenientReader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    return this.#next() === ''
  }

  value(): LenientJson {
    const next = this.#next()
    if (next === '[') return this.#list()
    if (next === '{') return this.#object()
    if (next === '"' || next === "'") return this.#quoted(next)
    return this.#literal()
  }

  /** The next character that is no white space; empty at the end. */
  #next(): string {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++
    return this.#text[this.#at] ?? ''
  }

  #list(): LenientJson {
    this.#at++
    const list: LenientJson[] = []
    for (;;) {
      const next = this.#next()
      if (next === ']' && list.length === 0) break
      // A comma without an element before it stands for null.
      list.push(next === ',' || next === ';' || next === ']' ? null : this.value())
      const after = this.#next()
      if (after === ']') break
      if (after !== ',' && after !== ';') throw this.#unexpected('Unterminated array')
      this.#at++
    }
    this.#at++
    return list
  }

  #object(): LenientJson {
    this.#at++
    const fields = new Map<string, LenientJson>()
    while (this.#next() !== '}') {
      const next = this.#next()
      const name = next === '"' || next === "'" ? this.#quoted(next) : this.#word()
      if (name === '') throw this.#unexpected('Expected name')
      if (this.#next() !== ':' && this.#next() !== '=') throw this.#unexpected("Expected ':'")
      this.#at++
      fields.set(name, this.value())
      const after = this.#next()
      if (after === '}') break
      if (after !== ',' && after !== ';') throw this.#unexpected('Unterminated object')
      this.#at++
    }
    this.#at++
    return fields
  }

  #quoted(quote: string): string {
    let text = ''
    for (this.#at++; ; this.#at++) {
      const character = this.#text[this.#at]
      if (character === undefined) throw this.#unexpected('Unterminated string')
      if (character === quote) break
      text += character === '\\' ? this.#escaped() : character
    }
    this.#at++
    return text
  }

  #escaped(): string {
    this.#at++
    const letter = this.#text[this.#at] ?? ''
    if (letter !== 'u') return escapes[letter] ?? letter
    const digits = this.#text.slice(this.#at + 1, this.#at + 5)
    if (!/^[\da-fA-F]{4}$/.test(digits)) throw this.#unexpected('Malformed Unicode escape')
    this.#at += 4
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  #literal(): LenientJson {
    const word = this.#word()
    if (word === '') throw this.#unexpected('Expected value')
    const lower = word.toLowerCase()
    if (lower === 'null') return null
    if (lower === 'true' || lower === 'false') return lower === 'true'
    return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(word) ? { number: word } : word
  }

  #word(): string {
    const from = this.#at
    while (this.#at < this.#text.length && !literalEnd.test(this.#text[this.#at] ?? '')) this.#at++
    return this.#text.slice(from, this.#at)
  }

  #unexpected(what: string): JavaException {
    return jsonSyntax(`com.google.gson.stream.MalformedJsonException: ${what} at line 1 column ${this.#at + 1}`)
  }
}
