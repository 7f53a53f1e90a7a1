const GMT_OFFSET = /^GMT([+-])(\d{1,2})(?::?([0-5]\d))?$/
const ZONES_OF_RULES = /^[A-Za-z]+\/[A-Za-z_/+-]+$/

/**
 * Minutes east of Greenwich of a time zone without rules, as java.util.TimeZone.getTimeZone reads its name: `UTC`, `GMT+2`; an
 * unknown name is GMT. @returns undefined for a zone of the tz database, whose rules are not simulated
 */
export function fixedOffsetMinutes(name: string): number | undefined {
  const match = GMT_OFFSET.exec(name)
  if (match !== null) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
    if (Number(match[2]) > 23) return 0
    return match[1] === '-' ? -minutes : minutes
  }
  return ZONES_OF_RULES.test(name) ? undefined : 0
}
