import { timeZone, type TimeZone } from '../../sim/time-zone/time-zone.ts'

const dayMs = 86_400_000

/** A moment in the parts of the proleptic Gregorian calendar; month from 0, as JavaScript has it. */
interface DateParts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  readonly millis: number
}

/** Milliseconds since 1970 of calendar parts in UTC; parts may overflow, as with Date.UTC. */
function utcMillis(year: number, month = 0, day = 1, hours = 0, minutes = 0, seconds = 0, millis = 0): number {
  const wholeYear = year + Math.floor(month / 12)
  const monthInYear = ((month % 12) + 12) % 12
  const days = daysBeforeMonth(wholeYear, monthInYear) + day - 1
  return days * dayMs + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000 + millis
}

/** Days from 1970-01-01 to the first of a month, counted in eras of 400 years that begin in March. */
function daysBeforeMonth(year: number, month: number): number {
  const marchYear = month < 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * ((month + 10) % 12) + 2) / 5)
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function partsOf(ms: number): DateParts {
  const days = Math.floor(ms / dayMs)
  const rest = ms - days * dayMs
  let year = 1970 + Math.floor(days / 365.2425)
  if (daysBeforeMonth(year + 1, 0) <= days) year++
  if (daysBeforeMonth(year, 0) > days) year--
  let month = Math.min(11, Math.floor((days - daysBeforeMonth(year, 0)) / 28))
  while (daysBeforeMonth(year, month) > days) month--
  return {
    year,
    month,
    day: days - daysBeforeMonth(year, month) + 1,
    hours: Math.floor(rest / 3_600_000),
    minutes: Math.floor(rest / 60_000) % 60,
    seconds: Math.floor(rest / 1_000) % 60,
    millis: rest % 1_000,
  }
}

const isoPattern = /^([+-]\d{6}|\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/

/**
 * Reads an ISO 8601 date or date and time; other forms differ between JavaScript engines.
 * @param zone what a date and time without a zone is taken in
 * @returns milliseconds since 1970, NaN when the text is not of that form
 */
export function parseIsoMillis(text: string, zone: TimeZone): number {
  const match = isoPattern.exec(text.trim())
  if (match === null) return Number.NaN
  const [, year = '', month = '', day = '01', hours, minutes = '00', seconds = '00', fraction = '0', offset] = match
  const millis = Number(fraction.padEnd(3, '0'))
  const shown = utcMillis(Number(year), Number(month) - 1, Number(day), Number(hours ?? '0'), Number(minutes), Number(seconds), millis)
  if (offset !== undefined) return timeZone(offset)?.utcOfLocal(shown) ?? Number.NaN
  return hours === undefined ? shown : zone.utcOfLocal(shown)
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0')

/** The moment as `2026-01-02T03:04:05.678Z`. @throws RangeError when it is not a time */
function isoText(ms: number): string {
  if (!Number.isFinite(ms)) throw new RangeError('Invalid time value')
  const { year, month, day, hours, minutes, seconds, millis } = partsOf(ms)
  const yearText = year >= 0 && year <= 9999 ? pad(year, 4) : `${year < 0 ? '-' : '+'}${pad(Math.abs(year), 6)}`
  return `${yearText}-${pad(month + 1)}-${pad(day)}T${pad(hours)}:${pad(minutes)}:${pad(seconds)}.${pad(millis, 3)}Z`
}

/** What a scenario's Date is bound to. */
export interface VirtualClock {
  /** Milliseconds since 1970 now. */
  readonly nowMs: () => number
  readonly zone: () => TimeZone
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A `Date` class whose present is virtual and whose zone is the scenario's. Setters are left out: make a new Date. */
export function virtualDate(clock: VirtualClock): new (...values: (number | string | object)[]) => object {
  return class VirtualDate {
    static readonly name = 'Date'
    readonly #ms: number

    constructor(...values: (number | string | object)[]) {
      const [first, ...rest] = values
      if (first === undefined) this.#ms = clock.nowMs()
      else if (rest.length > 0) this.#ms = clock.zone().utcOfLocal(localMillis([first, ...rest].map(Number)))
      else if (typeof first === 'string') this.#ms = VirtualDate.parse(first)
      else this.#ms = Math.trunc(first instanceof VirtualDate ? first.#ms : Number(first))
    }

    static now(): number { return clock.nowMs() }
    static parse(text: string): number { return parseIsoMillis(text, clock.zone()) }
    static UTC(...values: number[]): number { return localMillis(values) }

    get #utc(): DateParts { return partsOf(this.#ms) }
    get #offset(): number { return clock.zone().offsetMinutesAt(this.#ms) }
    get #local(): DateParts { return partsOf(this.#ms + this.#offset * 60_000) }

    getTime(): number { return this.#ms }
    valueOf(): number { return this.#ms }
    getTimezoneOffset(): number { return -this.#offset }
    getUTCFullYear(): number { return this.#utc.year }
    getUTCMonth(): number { return this.#utc.month }
    getUTCDate(): number { return this.#utc.day }
    getUTCDay(): number { return weekday(this.#ms) }
    getUTCHours(): number { return this.#utc.hours }
    getUTCMinutes(): number { return this.#utc.minutes }
    getUTCSeconds(): number { return this.#utc.seconds }
    getUTCMilliseconds(): number { return this.#utc.millis }
    getFullYear(): number { return this.#local.year }
    getMonth(): number { return this.#local.month }
    getDate(): number { return this.#local.day }
    getDay(): number { return weekday(this.#ms + this.#offset * 60_000) }
    getHours(): number { return this.#local.hours }
    getMinutes(): number { return this.#local.minutes }
    getSeconds(): number { return this.#local.seconds }
    getMilliseconds(): number { return this.#local.millis }
    toISOString(): string { return isoText(this.#ms) }
    toJSON(): string | null { return Number.isFinite(this.#ms) ? isoText(this.#ms) : null }

    toString(): string {
      const { year, month, day, hours, minutes, seconds } = this.#local
      const offset = this.#offset
      const zone = `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}${pad(Math.abs(offset) % 60)}`
      return `${weekdays[this.getDay()] ?? ''} ${months[month] ?? ''} ${pad(day)} ${pad(year, 4)} ${pad(hours)}:${pad(minutes)}:${pad(seconds)} GMT${zone}`
    }

    [Symbol.toPrimitive](hint: string): string | number {
      return hint === 'number' ? this.#ms : this.toString()
    }
  }
}

function localMillis([year = Number.NaN, ...rest]: readonly number[]): number {
  return utcMillis(year >= 0 && year <= 99 ? 1900 + year : year, ...(rest as [number?, number?, number?, number?, number?, number?]))
}

function weekday(ms: number): number {
  return (((Math.floor(ms / dayMs) + 4) % 7) + 7) % 7
}
