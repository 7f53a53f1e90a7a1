import { zoneData } from './zone-data.ts'

/** Where the clocks of a place stand at any moment. */
export interface TimeZone {
  readonly name: string
  /** Minutes east of UTC at a moment, in milliseconds since 1970. */
  offsetMinutesAt(utcMs: number): number
  /** The moment at which the clocks show a local time: the earlier when they show it twice, as far behind the gap when they skip it. */
  utcOfLocal(localMs: number): number
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** 2015-01-01T00:00Z, where the table of rules begins. */
const tableStartMs = 1_420_070_400_000

/**
 * The zone of a name of the tz database (`Europe/Berlin`), of an offset (`+02:00`), or `Z`. Rules are those of 2015 to 2035;
 * before and after the nearest holds.
 * @returns undefined for a name that is none
 */
export function timeZone(name: string): TimeZone | undefined {
  const offset = fixedOffset(name)
  const rules = offset === undefined ? rulesOf(name) : { offsets: [offset], changesMs: [] }
  if (rules === undefined) return undefined
  const offsetMinutesAt = (utcMs: number): number => rules.offsets[changesBefore(rules.changesMs, utcMs)] ?? 0
  return Object.freeze({ name, offsetMinutesAt, utcOfLocal: (localMs: number) => utcOfLocal(localMs, offsetMinutesAt) })
}

/** Coordinated universal time. */
export const utc: TimeZone = Object.freeze({ name: 'UTC', offsetMinutesAt: () => 0, utcOfLocal: (localMs: number) => localMs })

/** A name of the table that differs from a text in case only, or ends in it (`berlin`). */
export function similarZone(text: string): string | undefined {
  const wanted = text.toLowerCase().replaceAll(' ', '_')
  const names = zoneData.split('\n').flatMap((line) => line.split('|')[0]?.split(' ') ?? [])
  return names.find((name) => name.toLowerCase() === wanted) ?? names.find((name) => wanted !== '' && name.toLowerCase().endsWith(`/${wanted.slice(wanted.lastIndexOf('/') + 1)}`))
}

interface Rules {
  readonly offsets: readonly number[]
  /** When each offset but the first begins. */
  readonly changesMs: readonly number[]
}

function fixedOffset(name: string): number | undefined {
  if (name === 'Z') return 0
  const match = /^([+-])(\d{2}):?([0-5]\d)$/.exec(name)
  if (match === null || Number(match[2]) > 23) return undefined
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]))
}

function rulesOf(name: string): Rules | undefined {
  if (!/^[\w+/-]+$/.test(name)) return undefined
  const line = zoneData.split('\n').find((candidate) => candidate.split('|')[0]?.split(' ').includes(name))
  if (line === undefined) return undefined
  const words = line.slice(line.indexOf('|') + 1).split(' ')
  let changeMs = tableStartMs
  const changesMs = words.filter((_, index) => index % 2 === 1).map((word) => (changeMs += parseInt(word, 36) * minuteMs))
  return { offsets: words.filter((_, index) => index % 2 === 0).map(Number), changesMs }
}

function changesBefore(changesMs: readonly number[], utcMs: number): number {
  let low = 0
  let high = changesMs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((changesMs[middle] ?? 0) <= utcMs) low = middle + 1
    else high = middle
  }
  return low
}

/** Tries the offset of the day before, then that of the day after (as Temporal's disambiguation `compatible` does). */
function utcOfLocal(localMs: number, offsetMinutesAt: (utcMs: number) => number): number {
  const before = offsetMinutesAt(localMs - dayMs)
  const after = offsetMinutesAt(localMs + dayMs)
  const candidates = [before, after].map((offset) => localMs - offset * minuteMs)
  return candidates.find((candidate) => candidate + offsetMinutesAt(candidate) * minuteMs === localMs) ?? localMs - before * minuteMs
}
