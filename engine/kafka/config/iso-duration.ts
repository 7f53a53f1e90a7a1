const SECONDS_PER_DAY = 86_400

const DURATION = /^([+-]?)P(?:([+-]?\d+)D)?(?:T(?:([+-]?\d+)H)?(?:([+-]?\d+)M)?(?:([+-]?\d+)(?:\.(\d{0,9}))?S)?)?$/i

/**
 * Milliseconds of an ISO-8601 duration of days, hours, minutes and seconds (java.time.Duration.parse);
 * undefined for other text.
 */
export function durationMs(text: string): number | undefined {
  const match = DURATION.exec(text)
  if (!match || /[PT]$/i.test(text)) return undefined
  const [, sign = '', days = '0', hours = '0', minutes = '0', seconds = '0', fraction = ''] = match
  const whole = Number(days) * SECONDS_PER_DAY + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  const nanos = Number(fraction.padEnd(9, '0')) * (seconds.startsWith('-') ? -1 : 1)
  const ms = whole * 1000 + Math.floor(nanos / 1_000_000)
  return sign === '-' ? -ms : ms
}

/** Whether the text is a duration that is not negative, as by_duration wants it. */
export function isPositiveDuration(text: string): boolean {
  const ms = durationMs(text)
  return ms !== undefined && ms >= 0
}
