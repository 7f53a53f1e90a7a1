import { epochMs, yearOf, type SyslogMessage } from './parse-syslog.ts'

/** A syslog message whose priority is kept as it was written. */
export interface MultiportSyslogMessage extends SyslogMessage {
  readonly priorityText: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MESSAGE =
  /^<(\d+)>(?:1 (-|(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(Z|[+-]\d\d:\d\d))|([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d)) (\S+) ?(.*)$/s
/** The year that a date without one has until it is given another. */
const YEAR_UNSET = 2000

/**
 * Reads a message as the multiport source does. A date of RFC 3164 gets this year; one more than a month away is meant to be
 * put into the next or last year, and comes out near the year 2000. Source: org.apache.flume.source.SyslogParser.
 * @returns undefined for what is no message
 */
export function parseMultiportSyslog(text: string, nowMs: number): MultiportSyslogMessage | undefined {
  const match = MESSAGE.exec(text)
  if (match === null) return undefined
  const priorityText = match[1] ?? ''
  const is5424 = match[2] !== undefined
  const timestampMs = is5424 ? time5424(match, nowMs) : time3164(match, nowMs)
  return { priority: Number(priorityText), priorityText, version: is5424 ? '1' : undefined, timestampMs, host: match[16] ?? '', message: match[17] ?? '' }
}

function time5424(match: RegExpExecArray, nowMs: number): number {
  if (match[2] === '-') return nowMs
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = match.slice(3, 9).map(Number)
  const millis = Math.floor(Number(`0.${match[9] ?? '0'}`) * 1000)
  const zone = /^([+-])(\d\d):(\d\d)$/.exec(match[10] ?? '')
  const offsetMinutes = zone === null ? 0 : (zone[1] === '-' ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3]))
  return epochMs(year, month, day) + clockMs(hours, minutes - offsetMinutes, seconds) + millis
}

function time3164(match: RegExpExecArray, nowMs: number): number {
  const month = MONTHS.indexOf(match[11] ?? '') + 1
  const [day = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(12, 16).map(Number)
  if (month === 0 || day < 1 || day > daysOf(YEAR_UNSET, month)) return 0
  const inYear = (year: number, atMonth = month): number => epochMs(year, atMonth, Math.min(day, daysOf(year, atMonth))) + clockMs(hours, minutes, seconds)
  const year = yearOf(nowMs)
  const fixed = inYear(year)
  const monthEarlier = month === 1 ? inYear(year - 1, 12) : inYear(year, month - 1)
  const monthLater = month === 12 ? inYear(year + 1, 1) : inYear(year, month + 1)
  if (fixed > nowMs && monthEarlier > nowMs) return inYear(YEAR_UNSET - 1)
  return fixed < nowMs && monthLater < nowMs ? inYear(YEAR_UNSET + 1) : fixed
}

function daysOf(year: number, month: number): number {
  const next = month === 12 ? epochMs(year + 1, 1, 1) : epochMs(year, month + 1, 1)
  return (next - epochMs(year, month, 1)) / 86_400_000
}

function clockMs(hours: number, minutes: number, seconds: number): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}
