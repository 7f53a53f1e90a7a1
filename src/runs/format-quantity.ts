const thousands = /\B(?=(\d{3})+(?!\d))/g

/** A count with thin grouping: `12,345`. Independent of the reader's locale, so that shared screens agree. */
export function formatCount(count: number): string {
  return String(Math.round(count)).replace(thousands, ',')
}

/** A duration in the unit that reads best: `850 µs`, `12.3 ms`, `4.20 s`, `3 min 20 s`; a dash for NaN. */
export function formatDuration(micros: number): string {
  if (Number.isNaN(micros)) return '–'
  if (micros < 1_000) return `${Math.round(micros)} µs`
  if (micros < 1_000_000) return `${threeDigits(micros / 1_000)} ms`
  if (micros < 120_000_000) return `${threeDigits(micros / 1_000_000)} s`
  const seconds = Math.round(micros / 1_000_000)
  return `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`
}

/** A moment of virtual time in seconds with milliseconds, as the journal shows it: `30.125 s`. */
export function formatMoment(micros: number): string {
  return `${(micros / 1_000_000).toFixed(3)} s`
}

const byteUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** An amount of bytes in decimal units: `512 bytes`, `1.25 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (value >= 1_000 && unit < byteUnits.length - 1) {
    value /= 1_000
    unit++
  }
  return unit === 0 ? `${Math.round(value)} bytes` : `${threeDigits(value)} ${byteUnits[unit] ?? ''}`
}

/** A value in its unit, both as they read best; units that are not known here stay as they are. */
export function formatValue(value: number, unit: string): string {
  if (unit === 'µs') return formatDuration(value)
  if (unit === 'bytes' || unit === 'bytes/s') return `${formatBytes(value)}${unit.slice('bytes'.length)}`
  return `${formatCount(value)} ${unit}`.trim()
}

/** Three digits that matter, never an exponent. */
function threeDigits(value: number): string {
  if (value >= 99.95) return String(Math.round(value))
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2)
}
