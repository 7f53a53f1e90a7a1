const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
const DAY_MS = 86_400_000

/** A local time in the parts of a calendar (Gregorian, locale en). */
interface DateFields {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  readonly day: number
  readonly dayOfYear: number
  readonly weekday: string
  readonly monthName: string
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/** Takes a local time in milliseconds since 1970 apart. */
function dateFields(localMs: number): DateFields {
  const days = Math.floor(localMs / DAY_MS)
  const seconds = Math.floor((localMs - days * DAY_MS) / 1000)
  const { year, month, day } = civilDate(days)
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1] ?? 0
  return {
    year,
    month,
    day,
    dayOfYear: before + day + (isLeap && month > 2 ? 1 : 0),
    weekday: DAYS[(((days + 4) % 7) + 7) % 7] ?? '',
    monthName: MONTHS[month - 1] ?? '',
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  }
}

/** Year, month and day of a day since 1970. */
function civilDate(days: number): { readonly year: number; readonly month: number; readonly day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** What a letter after `%` stands for in a local time; undefined for a letter without a meaning. Source: BucketPath.replaceShorthand. */
export function formatDateEscape(letter: string, localMs: number, offsetMinutes: number): string | undefined {
  const fields = dateFields(localMs)
  const hour12 = fields.hour % 12 === 0 ? 12 : fields.hour % 12
  const clock = `${two(fields.hour)}:${two(fields.minute)}:${two(fields.second)}`
  const texts: Readonly<Record<string, string>> = {
    a: fields.weekday.slice(0, 3),
    A: fields.weekday,
    b: fields.monthName.slice(0, 3),
    B: fields.monthName,
    c: `${fields.weekday.slice(0, 3)} ${fields.monthName.slice(0, 3)} ${fields.day} ${clock} ${fields.year}`,
    d: two(fields.day),
    e: String(fields.day),
    D: `${two(fields.month)}/${two(fields.day)}/${two(fields.year % 100)}`,
    H: two(fields.hour),
    I: two(hour12),
    j: String(fields.dayOfYear).padStart(3, '0'),
    k: String(fields.hour),
    l: String(hour12),
    m: two(fields.month),
    n: String(fields.month),
    M: two(fields.minute),
    p: fields.hour < 12 ? 'AM' : 'PM',
    S: two(fields.second),
    y: two(fields.year % 100),
    Y: String(fields.year).padStart(4, '0'),
    z: zoneText(offsetMinutes),
  }
  return texts[letter]
}

function zoneText(offsetMinutes: number): string {
  const size = Math.abs(offsetMinutes)
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`
}
