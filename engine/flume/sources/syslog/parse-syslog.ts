/** A syslog message in its parts. */
export interface SyslogMessage {
  readonly priority: number
  readonly version: string | undefined
  /** Milliseconds since 1970-01-01 UTC; undefined where the message has `-`. */
  readonly timestampMs: number | undefined
  readonly host: string
  /** What follows the host and a space. */
  readonly message: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const RFC_3164 = /^<(\d{1,3})> ?([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\S+) (.*)$/
const RFC_5424 = /^<(\d{1,3})>(\d) (?:-|(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|[+-]\d\d:\d\d)) (\S+) (.*)$/
const DAY_MS = 86_400_000

/**
 * Reads a message of RFC 3164 (whose year is that of now, or last year's for dates in the future) or RFC 5424 (whose zone is
 * ignored). Source: org.apache.flume.source.SyslogUtils. @returns undefined for any other text
 */
export function parseSyslog(text: string, nowMs: number): SyslogMessage | undefined {
  return parse5424(text) ?? parse3164(text, nowMs)
}

function parse3164(text: string, nowMs: number): SyslogMessage | undefined {
  const match = RFC_3164.exec(text)
  const month = MONTHS.indexOf(match?.[2] ?? '')
  if (match === null || month < 0) return undefined
  const [day, hours, minutes, seconds] = [match[3], match[4], match[5], match[6]].map(Number)
  const inYear = (year: number): number => epochMs(year, month + 1, day ?? 1) + clockMs(hours, minutes, seconds)
  const year = yearOf(nowMs)
  const timestampMs = inYear(year) > nowMs ? inYear(year - 1) : inYear(year)
  return { priority: Number(match[1]), version: undefined, timestampMs, host: match[7] ?? '', message: match[8] ?? '' }
}

function parse5424(text: string): SyslogMessage | undefined {
  const match = RFC_5424.exec(text)
  if (match === null) return undefined
  const [year, month, day, hours, minutes, seconds] = match.slice(3, 9).map(Number)
  const fraction = Number(`0.${match[9] ?? '0'}`)
  const timestampMs = match[3] === undefined ? undefined : epochMs(year ?? 1970, month ?? 1, day ?? 1) + clockMs(hours, minutes, seconds) + Math.floor(fraction * 1000)
  return { priority: Number(match[1]), version: match[2], timestampMs, host: match[10] ?? '', message: match[11] ?? '' }
}

function clockMs(hours = 0, minutes = 0, seconds = 0): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

/** Milliseconds since 1970 of a day's begin (the proleptic Gregorian calendar; days beyond the month's end roll over). */
export function epochMs(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return (era * 146_097 + dayOfEra - 719_468) * DAY_MS
}

/** The year of a moment, in UTC. */
export function yearOf(timeMs: number): number {
  let year = 1970 + Math.floor(timeMs / (365.2425 * DAY_MS))
  while (epochMs(year, 1, 1) > timeMs) year--
  while (epochMs(year + 1, 1, 1) <= timeMs) year++
  return year
}
