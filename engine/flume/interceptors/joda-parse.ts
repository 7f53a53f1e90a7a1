import { JavaException } from '../conf/java/java-exception.ts'
import { epochMs } from '../sources/syslog/parse-syslog.ts'
import type { JodaToken } from './joda-pattern.ts'

/** The fields that a text has given so far; those that it does not are those of 1 January 2000, 00:00 UTC. */
interface Fields {
  year: number
  month: number
  day: number
  hour: number
  hourOfHalfDay: number | undefined
  isAfternoon: boolean
  minute: number
  second: number
  milli: number
  offsetMs: number
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthNames = /^(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i
const dayNames = /^(?:sunday|monday|tuesday|wednesday|thursday|friday|saturday|sun|mon|tue|wed|thu|fri|sat)/i
const msPerMinute = 60_000
const msPerDay = 86_400_000
/** A year of two digits is the one that lies nearest to this (DateTimeFormat: thirty years before to seventy after 2000). */
const pivotYear = 2000
/** Joda's default for fields that a pattern does not name. */
const defaultYear = 2000

/**
 * The time that a text means by a pattern, in milliseconds since 1970, in UTC where it does not say its zone
 * (DateTimeFormatter.parseMillis).
 * @throws JavaException IllegalArgumentException for a text of another form, IllegalFieldValueException for a day that there is not
 */
export function jodaParseMillis(tokens: readonly JodaToken[], text: string): number {
  const fields: Fields = { year: defaultYear, month: 1, day: 1, hour: 0, hourOfHalfDay: undefined, isAfternoon: false, minute: 0, second: 0, milli: 0, offsetMs: 0 }
  let at = 0
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1]
    const length = take(fields, token, text.slice(at), next !== undefined && 'letter' in next)
    if (length < 0) throw malformed(text, at)
    at += length
  }
  if (at < text.length) throw malformed(text, at)
  return millisOf(fields, text)
}

function take(fields: Fields, token: JodaToken, rest: string, isAdjacent: boolean): number {
  if ('text' in token) return rest.slice(0, token.text.length).toLowerCase() === token.text.toLowerCase() ? token.text.length : -1
  const { letter, count } = token
  switch (letter) {
    case 'M': return count >= 3 ? takeMonthName(fields, rest) : takeNumber(rest, digitsMax(count, 2, isAdjacent), (value) => { fields.month = value })
    case 'E': return dayNames.exec(rest)?.[0].length ?? -1
    case 'a': return takeHalfDay(fields, rest)
    case 'Z': return takeOffset(fields, rest)
    case 'y':
    case 'Y':
    case 'u': return takeYear(fields, rest, count, isAdjacent)
    case 'S': return takeNumber(rest, count, (value, digits) => { fields.milli = Math.floor((value * 1000) / Number(`1e${String(digits)}`)) })
    default: return takeNumber(rest, digitsMax(count, 2, isAdjacent), (value) => { setField(fields, letter, value) })
  }
}

/** Fields that follow each other without a text between them have just as many digits as letters. */
function digitsMax(count: number, usual: number, isAdjacent: boolean): number {
  return isAdjacent ? count : Math.max(count, usual)
}

function setField(fields: Fields, letter: string, value: number): void {
  switch (letter) {
    case 'd': fields.day = value; break
    case 'H': fields.hour = value; break
    case 'k': fields.hour = value % 24; break
    case 'h': fields.hourOfHalfDay = value % 12; break
    case 'K': fields.hourOfHalfDay = value; break
    case 'm': fields.minute = value; break
    default: fields.second = value
  }
}

function takeNumber(rest: string, digits: number, set: (value: number, digits: number) => void): number {
  const found = new RegExp(`^\\d{1,${String(digits)}}`).exec(rest)?.[0]
  if (found === undefined) return -1
  set(Number(found), found.length)
  return found.length
}

/** Two letters and two digits are a year of this time; otherwise a year is as long as it is written. */
function takeYear(fields: Fields, rest: string, count: number, isAdjacent: boolean): number {
  const found = /^[+-]?\d+/.exec(isAdjacent ? rest.slice(0, count) : rest.slice(0, 9))?.[0]
  if (found === undefined) return -1
  const isShort = count === 2 && /^\d\d$/.test(found)
  const value = Number(found)
  fields.year = isShort ? value + (value < pivotYear % 100 + 50 ? pivotYear : pivotYear - 100) : value
  return found.length
}

function takeMonthName(fields: Fields, rest: string): number {
  const name = monthNames.exec(rest)?.[0]
  if (name === undefined) return -1
  fields.month = months.indexOf(name.slice(0, 3).toLowerCase()) + 1
  return name.length
}

function takeHalfDay(fields: Fields, rest: string): number {
  const half = /^[ap]m/i.exec(rest)?.[0]
  if (half === undefined) return -1
  fields.isAfternoon = half.toLowerCase() === 'pm'
  return half.length
}

function takeOffset(fields: Fields, rest: string): number {
  const found = /^(?:z|([+-])(\d\d):?(\d\d)?)/i.exec(rest)
  if (found === null) return -1
  const [whole, sign, hours = '0', minutes = '0'] = found
  fields.offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * msPerMinute
  return whole.length
}

function millisOf(fields: Fields, text: string): number {
  const hour = fields.hourOfHalfDay === undefined ? fields.hour : fields.hourOfHalfDay + (fields.isAfternoon ? 12 : 0)
  const check = (name: string, value: number, low: number, high: number): void => {
    if (value >= low && value <= high) return
    throw new JavaException('org.joda.time.IllegalFieldValueException', `Cannot parse "${text}": Value ${String(value)} for ${name} must be in the range [${String(low)},${String(high)}]`)
  }
  check('monthOfYear', fields.month, 1, 12)
  check('dayOfMonth', fields.day, 1, daysIn(fields.year, fields.month))
  check('hourOfDay', hour, 0, 23)
  check('minuteOfHour', fields.minute, 0, 59)
  check('secondOfMinute', fields.second, 0, 59)
  return epochMs(fields.year, fields.month, fields.day) + (hour * 60 + fields.minute) * msPerMinute + fields.second * 1000 + fields.milli - fields.offsetMs
}

function daysIn(year: number, month: number): number {
  const next = month === 12 ? epochMs(year + 1, 1, 1) : epochMs(year, month + 1, 1)
  return (next - epochMs(year, month, 1)) / msPerDay
}

function malformed(text: string, at: number): JavaException {
  const detail = at >= text.length ? ' is too short' : at <= 0 ? '' : ` is malformed at "${text.slice(at)}"`
  return new JavaException('java.lang.IllegalArgumentException', `Invalid format: "${text}"${detail}`)
}
