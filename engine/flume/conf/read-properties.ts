/** Where a property stands in the reader's file. Lines and columns are 1-based; columns count UTF-16 units. */
export interface PropertyPosition {
  /** Line of the key's first character. */
  readonly line: number
  /** Column of the key's first character. */
  readonly column: number
  /** Line of the value's first character (the end of the property if the value is empty). */
  readonly valueLine: number
  /** Column of the value's first character. */
  readonly valueColumn: number
}

/** One property as `java.util.Properties` reads it, escapes resolved. */
export interface PropertyEntry {
  readonly key: string
  readonly value: string
  readonly position: PropertyPosition
}

/** What a file holds: its properties in file order, duplicates included, and where a malformed `\u` escape stopped the reader. */
export interface PropertiesText {
  readonly entries: readonly PropertyEntry[]
  readonly malformedAt?: PropertyPosition
}

interface Unit {
  /** One ISO-8859-1 character, that is one byte of the UTF-8 file. */
  readonly char: string
  readonly line: number
  readonly column: number
}

const END: Unit = { char: '', line: 0, column: 0 }
const ESCAPES: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n', f: '\f' }

/**
 * Reads a file as `Properties.load(InputStream)` does. The text is taken as saved in UTF-8, and its bytes are read as ISO-8859-1, so every
 * character beyond ASCII becomes several. Comments, continuation lines, separators and escapes follow java.util.Properties (JDK 17).
 */
export function readProperties(text: string): PropertiesText {
  const entries: PropertyEntry[] = []
  for (const line of logicalLines(latin1Units(text))) {
    const { keyEnd, valueStart } = splitLine(line)
    const [first, last] = [line[0] ?? END, line[line.length - 1] ?? END]
    const value = line[valueStart] ?? { line: last.line, column: last.column + 1 }
    const position = { line: first.line, column: first.column, valueLine: value.line, valueColumn: value.column }
    const [key, content] = [unescape(line.slice(0, keyEnd)), unescape(line.slice(valueStart))]
    if (key === null || content === null) return { entries, malformedAt: position }
    entries.push({ key, value: content, position })
  }
  return { entries }
}

/** Position of each key, for editors; of a repeated key the last one, because that one counts. */
export function locate(text: string): Map<string, PropertyPosition> {
  return new Map(readProperties(text).entries.map(({ key, position }) => [key, position]))
}

/** The ISO-8859-1 characters that the bytes of the UTF-8 form of `text` stand for. */
export function asLatin1(text: string): string {
  return latin1Units(text)
    .map(({ char }) => char)
    .join('')
}

function latin1Units(text: string): Unit[] {
  const units: Unit[] = []
  let line = 1
  let column = 1
  let previous = ''
  for (const char of text) {
    if (previous === '\n' || (previous === '\r' && char !== '\n')) [line, column] = [line + 1, 1]
    for (const byte of utf8Bytes(char.codePointAt(0) ?? 0))
      units.push({ char: String.fromCharCode(byte), line, column })
    column += char.length
    previous = char
  }
  return units
}

function utf8Bytes(code: number): number[] {
  const tail = (shift: number): number => 0x80 | ((code >> shift) & 0x3f)
  if (code < 0x80) return [code]
  if (code < 0x800) return [0xc0 | (code >> 6), tail(0)]
  // A lone surrogate cannot be saved; encoders write a question mark.
  if (code >= 0xd800 && code <= 0xdfff) return [0x3f]
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(6), tail(0)]
  return [0xf0 | (code >> 18), tail(12), tail(6), tail(0)]
}

/** The logical lines of Properties.LineReader: continued lines joined, comments and blank lines left out. */
function logicalLines(units: readonly Unit[]): Unit[][] {
  const lines: Unit[][] = []
  let line: Unit[] = []
  let skipWhiteSpace = true
  let continued = false
  let precedingBackslash = false
  let index = 0
  const isEnd = (unit: Unit | undefined): boolean => unit?.char === '\n' || unit?.char === '\r'
  while (index < units.length) {
    const unit = units[index] ?? END
    index += 1
    if (skipWhiteSpace) {
      if (isBlank(unit.char) || (!continued && isEnd(unit))) continue
      skipWhiteSpace = false
      continued = false
    }
    if (line.length === 0 && (unit.char === '#' || unit.char === '!')) {
      while (index < units.length && !isEnd(units[index])) index += 1
      index += 1
      skipWhiteSpace = true
      continue
    }
    if (!isEnd(unit)) {
      line.push(unit)
      precedingBackslash = unit.char === '\\' && !precedingBackslash
    } else if (line.length === 0) {
      skipWhiteSpace = true
    } else if (precedingBackslash && index < units.length) {
      line.pop()
      skipWhiteSpace = true
      continued = true
      precedingBackslash = false
      if (unit.char === '\r' && units[index]?.char === '\n') index += 1
    } else {
      if (precedingBackslash) line.pop()
      lines.push(line)
      line = []
      skipWhiteSpace = true
      precedingBackslash = false
    }
  }
  if (precedingBackslash) line.pop()
  if (line.length > 0) lines.push(line)
  return lines
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\f'
}

/** Where the key ends and the value starts: the first separator that is not escaped is `=`, `:` or white space. */
function splitLine(line: readonly Unit[]): { keyEnd: number; valueStart: number } {
  let keyEnd = 0
  let precedingBackslash = false
  let hasSeparator = false
  while (keyEnd < line.length) {
    const char = line[keyEnd]?.char
    if (!precedingBackslash && (char === '=' || char === ':')) hasSeparator = true
    if (!precedingBackslash && (hasSeparator || isBlank(char))) break
    precedingBackslash = char === '\\' && !precedingBackslash
    keyEnd += 1
  }
  let valueStart = Math.min(keyEnd + 1, line.length)
  while (valueStart < line.length) {
    const char = line[valueStart]?.char
    if (!isBlank(char)) {
      if (hasSeparator || (char !== '=' && char !== ':')) break
      hasSeparator = true
    }
    valueStart += 1
  }
  return { keyEnd, valueStart }
}

/** Resolves escapes, or null when a `\u` is not followed by four hexadecimal digits. */
function unescape(units: readonly Unit[]): string | null {
  let text = ''
  for (let index = 0; index < units.length; index += 1) {
    const char = units[index]?.char ?? ''
    if (char !== '\\') {
      text += char
      continue
    }
    index += 1
    const escaped = units[index]?.char ?? ''
    if (escaped !== 'u') {
      text += ESCAPES[escaped] ?? escaped
      continue
    }
    const digits = units
      .slice(index + 1, index + 5)
      .map((unit) => unit.char)
      .join('')
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return null
    text += String.fromCharCode(Number.parseInt(digits, 16))
    index += 4
  }
  return text
}
