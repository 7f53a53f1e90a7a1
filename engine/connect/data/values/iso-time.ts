import { civilOf, daysOfCivil, MS_PER_DAY } from '../calendar.ts'

function padded(value: number, count: number): string {
  return String(value).padStart(count, '0')
}

/** `2023-11-14`, as Values prints the start of a day. */
function isoDate(ms: number): string {
  const { year, month, day } = civilOf(ms)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`
}

/** `22:13:20.123Z`, as Values prints a moment of the first day. */
function isoTime(ms: number): string {
  const { hour, minute, second, millis } = civilOf(ms)
  return `${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}.${padded(millis, 3)}Z`
}

/** A date in the form that fits it (Values.dateFormatFor): time on the first day, date at a day's start, otherwise both. */
export function isoTimestamp(ms: number): string {
  if (ms >= 0 && ms < MS_PER_DAY) return isoTime(ms)
  return ms % MS_PER_DAY === 0 ? isoDate(ms) : `${isoDate(ms)}T${isoTime(ms)}`
}

const FORM = /^(?:(\d{4})-(\d{2})-(\d{2}))?(?:(T?)(\d{2}):(\d{2}):(\d{2})\.(\d{3})(Z|[+-]\d{4}))?$/

/** A text in one of Values' three forms; undefined for any other. */
export function parseIso(text: string): { readonly kind: 'date' | 'time' | 'timestamp'; readonly ms: number } | undefined {
  const [, year, month, day, separator, hour, minute, second, millis, zone] = FORM.exec(text) ?? []
  const hasDate = year !== undefined
  const hasTime = hour !== undefined
  if ((!hasDate && !hasTime) || (hasTime && (separator === 'T') !== hasDate)) return undefined
  const days = hasDate ? daysOfCivil(Number(year), Number(month), Number(day)) : 0
  const time = hasTime ? Number(hour) * 3_600_000 + Number(minute) * 60_000 + Number(second) * 1000 + Number(millis) : 0
  const offset = zone === undefined || zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3))) * 60_000
  return { kind: hasDate && hasTime ? 'timestamp' : hasDate ? 'date' : 'time', ms: days * MS_PER_DAY + time - offset }
}
