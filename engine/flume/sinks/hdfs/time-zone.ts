import { timeZone, utc, type TimeZone } from '../../../sim/time-zone/time-zone.ts'

const GMT_OFFSET = /^GMT([+-])(\d{1,2})(?::?([0-5]\d))?$/

/** The zone of a name as java.util.TimeZone.getTimeZone reads it: `Europe/Berlin`, `GMT+2`; an unknown name is GMT. */
export function javaTimeZone(name: string): TimeZone {
  const match = GMT_OFFSET.exec(name)
  if (match === null) return (/^[A-Za-z]/.test(name) ? timeZone(name) : undefined) ?? utc
  if (Number(match[2]) > 23) return utc
  return timeZone(`${match[1] ?? '+'}${(match[2] ?? '').padStart(2, '0')}:${match[3] ?? '00'}`) ?? utc
}
