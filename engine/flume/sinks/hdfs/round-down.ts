import { illegalArgument } from '../../conf/java/java-exception.ts'

/** Units that a timestamp can be rounded down to a multiple of. */
export type RoundUnit = 'second' | 'minute' | 'hour'

const UNITS: Readonly<Record<RoundUnit, { readonly ms: number; readonly most: number; readonly below: number }>> = {
  second: { ms: 1000, most: 60, below: 60_000 },
  minute: { ms: 60_000, most: 60, below: 3_600_000 },
  hour: { ms: 3_600_000, most: 24, below: 86_400_000 },
}

/**
 * Rounds a local time in milliseconds down to a multiple of so many seconds of its minute, minutes of its hour or hours of its
 * day; 0 and less count as 1. Source: BucketPath.roundDown, TimestampRoundDownUtil.
 * @throws JavaException IllegalArgumentException when the value is too big for the unit
 */
export function roundDown(localMs: number, unit: RoundUnit, value: number): number {
  const { ms, most, below } = UNITS[unit]
  const step = value <= 0 ? 1 : value
  if (step > most) throw illegalArgument(`RoundDown must be > 0 and <=${most}`)
  const start = Math.floor(localMs / below) * below
  return start + Math.floor((localMs - start) / ms / step) * step * ms
}
