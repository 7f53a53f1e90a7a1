import { civilOf, daysOfCivil, MS_PER_DAY, weekdayOf } from './calendar.ts'

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const

interface Part {
  /** A pattern letter, or the empty text for a literal. */
  readonly letter: string
  readonly count: number
  readonly literal: string
}

/** java.text.SimpleDateFormat in UTC with English names and weeks that begin on Sunday. */
export interface SimpleDateFormat {
  readonly format: (ms: number) => string
  /** Milliseconds since 1970; undefined where the text does not match (a ParseException). The end of the text may be left over. */
  readonly parse: (text: string) => number | undefined
}

/** The format of a pattern; undefined for one that Java refuses. */
export function simpleDateFormat(pattern: string): SimpleDateFormat | undefined {
  const parts = partsOf(pattern)
  if (parts === undefined) return undefined
  return { format: (ms) => parts.map((part) => formatted(part, ms)).join(''), parse: (text) => parsed(parts, text) }
}

function partsOf(pattern: string): readonly Part[] | undefined {
  const parts: Part[] = []
  const literal = (text: string) => parts.push({ letter: '', count: 0, literal: text })
  for (let index = 0; index < pattern.length;) {
    const rest = pattern.slice(index)
    const quoted = /^'((?:[^']|'')*)'/.exec(rest)
    const run = /^([A-Za-z])\1*/.exec(rest)
    if (rest.startsWith("'")) {
      if (quoted === null) return undefined
      literal(quoted[0] === "''" ? "'" : (quoted[1] ?? '').replaceAll("''", "'"))
      index += quoted[0].length
    } else if (run !== null) {
      const letter = run[1] ?? ''
      if (!'GyYMLwWDdFEuaHkKhmsSzZX'.includes(letter)) return undefined
      parts.push({ letter, count: run[0].length, literal: '' })
      index += run[0].length
    } else {
      literal(rest[0] ?? '')
      index++
    }
  }
  return parts
}

function padded(value: number, count: number): string {
  return value < 0 ? `-${String(-value).padStart(count, '0')}` : String(value).padStart(count, '0')
}

function named(names: readonly string[], index: number, isLong: boolean): string {
  const name = names[index] ?? ''
  return isLong ? name : name.slice(0, 3)
}

function formatted({ letter, count, literal }: Part, ms: number): string {
  const { year, month, day, hour, minute, second, millis } = civilOf(ms)
  const weekday = weekdayOf(ms)
  switch (letter) {
    case '': return literal
    case 'G': return year > 0 ? 'AD' : 'BC'
    case 'y': return yearText(year, count)
    case 'Y': return yearText(weekOf(ms).weekYear, count)
    case 'M': case 'L': return count >= 3 ? named(MONTHS, month - 1, count >= 4) : padded(month, count)
    case 'w': return padded(weekOf(ms).week, count)
    case 'W': return padded(Math.floor((day - 1 + weekdayOf(ms - (day - 1) * MS_PER_DAY)) / 7) + 1, count)
    case 'D': return padded(Math.floor(ms / MS_PER_DAY) - daysOfCivil(year, 1, 1) + 1, count)
    case 'd': return padded(day, count)
    case 'F': return padded(Math.floor((day - 1) / 7) + 1, count)
    case 'E': return named(DAYS, weekday, count >= 4)
    case 'u': return padded(weekday === 0 ? 7 : weekday, count)
    case 'a': return hour < 12 ? 'AM' : 'PM'
    case 'H': return padded(hour, count)
    case 'k': return padded(hour === 0 ? 24 : hour, count)
    case 'K': return padded(hour % 12, count)
    case 'h': return padded(hour % 12 === 0 ? 12 : hour % 12, count)
    case 'm': return padded(minute, count)
    case 's': return padded(second, count)
    case 'S': return padded(millis, count)
    case 'z': return count >= 4 ? 'Coordinated Universal Time' : 'UTC'
    case 'Z': return '+0000'
    default: return 'Z'
  }
}

function yearText(year: number, count: number): string {
  return count === 2 ? padded(year % 100, 2) : padded(year, count)
}

/** Week of the year where weeks begin on Sunday and January 1st is always in week 1 (Java's rule for the United States). */
function weekOf(ms: number): { readonly week: number; readonly weekYear: number } {
  const { year } = civilOf(ms)
  const day = Math.floor(ms / MS_PER_DAY)
  const nextNewYear = daysOfCivil(year + 1, 1, 1)
  if (day >= nextNewYear - weekdayOf(nextNewYear * MS_PER_DAY)) return { week: 1, weekYear: year + 1 }
  const newYear = daysOfCivil(year, 1, 1)
  return { week: Math.floor((day - newYear + weekdayOf(newYear * MS_PER_DAY)) / 7) + 1, weekYear: year }
}

interface Fields {
  readonly numbers: Map<string, number>
  offsetMs: number
}

function parsed(parts: readonly Part[], text: string): number | undefined {
  const fields: Fields = { numbers: new Map(), offsetMs: 0 }
  let position = 0
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1]
    const isAbutting = next !== undefined && next.letter !== '' && !'EazZX'.includes(next.letter)
    const end = parsePart(part, text, position, fields, isAbutting)
    if (end === undefined) return undefined
    position = end
  }
  return momentOf(fields)
}

function parsePart({ letter, count, literal }: Part, text: string, start: number, fields: Fields, isAbutting: boolean): number | undefined {
  if (letter === '') return text.startsWith(literal, start) ? start + literal.length : undefined
  const blanks = /^[ \t]*/.exec(text.slice(start))?.[0].length ?? 0
  const from = start + blanks
  const rest = text.slice(from)
  if ((letter === 'M' || letter === 'L') && count >= 3) return parseName(MONTHS, rest, from, (index) => fields.numbers.set('M', index + 1))
  if (letter === 'E') return parseName(DAYS, rest, from, () => undefined)
  if (letter === 'a') return parseName(['AM ', 'PM '], rest, from, (index) => fields.numbers.set('a', index))
  if ('zZX'.includes(letter)) return parseZone(rest, from, fields)
  if (letter === 'G') return parseName(['BC ', 'AD '], rest, from, () => undefined)
  const digits = (isAbutting ? new RegExp(`^-?\\d{1,${String(count)}}`) : /^-?\d+/).exec(rest)?.[0]
  if (digits === undefined) return undefined
  const isTwoDigitYear = letter === 'y' && count <= 2 && digits.length === 2
  fields.numbers.set(letter === 'L' ? 'M' : letter, isTwoDigitYear ? windowedYear(Number(digits)) : Number(digits))
  return from + digits.length
}

/** Two digits mean the year within 80 years before and 20 after now; now is taken to be 2025. */
function windowedYear(digits: number): number {
  return digits <= 45 ? 2000 + digits : 1900 + digits
}

function parseName(names: readonly string[], rest: string, from: number, found: (index: number) => unknown): number | undefined {
  const lower = rest.toLowerCase()
  for (const length of ['long', 'short'] as const) {
    const index = names.findIndex((name) => lower.startsWith((length === 'long' ? name.trim() : name.slice(0, 3).trim()).toLowerCase()))
    if (index < 0) continue
    found(index)
    return from + (length === 'long' ? names[index]?.trim().length ?? 0 : names[index]?.slice(0, 3).trim().length ?? 0)
  }
  return undefined
}

function parseZone(rest: string, from: number, fields: Fields): number | undefined {
  const zone = /^(?:UTC|GMT|Z)?(?:([+-])(\d{2}):?(\d{2})?)?/.exec(rest)
  if (zone === null || zone[0] === '') return undefined
  const minutes = Number(zone[2] ?? 0) * 60 + Number(zone[3] ?? 0)
  fields.offsetMs = (zone[1] === '-' ? -1 : 1) * minutes * 60_000
  return from + zone[0].length
}

function momentOf({ numbers, offsetMs }: Fields): number {
  const number = (letter: string, fallback: number) => numbers.get(letter) ?? fallback
  const dayOfYear = numbers.get('D')
  const days = dayOfYear !== undefined && !numbers.has('M') && !numbers.has('d')
    ? daysOfCivil(number('y', 1970), 1, 1) + dayOfYear - 1
    : daysOfCivil(number('y', 1970), number('M', 1), number('d', 1))
  const half = number('a', 0) * 12
  const twelve = numbers.has('h') ? number('h', 0) % 12 + half : number('K', 0) + half
  const hour = numbers.get('H') ?? (numbers.has('k') ? number('k', 0) % 24 : twelve)
  return days * MS_PER_DAY + hour * 3_600_000 + number('m', 0) * 60_000 + number('s', 0) * 1000 + number('S', 0) - offsetMs
}
