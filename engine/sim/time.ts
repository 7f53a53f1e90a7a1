/** Microseconds in one millisecond. */
export const microsPerMilli = 1_000
/** Microseconds in one second. */
export const microsPerSecond = 1_000_000

const unitMicros: ReadonlyMap<string, number> = new Map([
  ['us', 1],
  ['µs', 1],
  ['ms', microsPerMilli],
  ['s', microsPerSecond],
  ['m', 60 * microsPerSecond],
  ['min', 60 * microsPerSecond],
  ['h', 3_600 * microsPerSecond],
  ['d', 86_400 * microsPerSecond],
])

/** A length or moment of virtual time as people write it: `'30s'`, `'1.5 s'`, `'250ms'`, `'2m30s'`. */
export type DurationText = string

/**
 * Reads a duration.
 * @returns whole microseconds
 * @throws RangeError with the text and the accepted forms when it is not a duration
 */
export function parseDurationMicros(text: DurationText): number {
  const compact = text.replaceAll(/\s+/g, '')
  const pattern = /^(\d+(?:\.\d+)?)(us|µs|ms|min|s|m|h|d)/
  let rest = compact
  let total = 0
  while (rest !== '') {
    const match = pattern.exec(rest)
    const unit = unitMicros.get(match?.[2] ?? '')
    if (match === null || unit === undefined) {
      throw new RangeError(`'${text}' is not a duration: write a number and a unit, for example '250ms', '30s', '1.5m' or '2m30s'`)
    }
    total += Number(match[1]) * unit
    rest = rest.slice(match[0].length)
  }
  if (compact === '') throw new RangeError(`a duration is empty: write a number and a unit, for example '30s'`)
  return Math.round(total)
}
