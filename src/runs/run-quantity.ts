import { formatBytes, formatCount, formatDuration } from './format-quantity.ts'

/** The unit of a number of a run; empty for what is counted by its own name (hosts, fsyncs). */
export type RunUnit = 'records' | 'attempts' | 'ms' | 'bytes' | 'ratio' | ''

/** A number of a run as a page shows it, in the unit that reads best. */
export function formatRunNumber(value: number, unit: RunUnit): string {
  if (Number.isNaN(value)) return '–'
  if (value === Infinity) return 'not in this run'
  if (unit === 'ms' && value === 0) return '0 s'
  if (unit === 'ms') return formatDuration(value * 1_000)
  if (unit === 'bytes') return formatBytes(value)
  if (unit === 'ratio') return value >= 9.95 ? value.toFixed(0) : value.toFixed(value >= 1 ? 1 : 2)
  return formatCount(value)
}
