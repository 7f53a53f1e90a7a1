import type { MarkerKind } from '../../engine/scenario/run/run-document.ts'
import { readingAt, type LaneChart, type RunChart } from './chart-model.ts'
import { formatCount, formatMoment } from './format-quantity.ts'

/** The shape that stands for a marker, so that its colour is never alone. */
export const markerShapes: Readonly<Record<MarkerKind, string>> = { fault: '✕', recovery: '▲', edit: '✎' }

/** A lane's chart in one sentence, for who does not see it. */
export function chartSentence({ endMicros }: RunChart, { lane, backlog, markers }: LaneChart): string {
  const events = markers.map(({ timeMicros, text }) => `; at ${formatMoment(timeMicros)} ${text}`).join('')
  return (
    `${lane}: arrivals and deliveries per second, and backlog, over ${endMicros / 1_000_000} seconds; ` +
    `the largest backlog is ${formatCount(Math.max(...backlog.values))}${events}`
  )
}

/** What a lane's chart shows at a moment, in one line. */
export function readingLine(chart: RunChart, lane: LaneChart, momentMicros: number): string {
  const { arrivals, delivered, backlog, markers } = readingAt(chart, lane, momentMicros)
  const happened = [...new Set(markers.map(({ kind, text }) => ` · ${markerShapes[kind]} ${text}`))].join('')
  return `${(momentMicros / 1_000_000).toFixed(1)} s: ${formatCount(arrivals)}/s in · ${formatCount(delivered)}/s out · backlog ${formatCount(backlog)}${happened}`
}

/** A number as short as an axis needs it: `20k`, `1.5M`. */
export function axisLabel(value: number): string {
  return value >= 1_000_000 ? `${value / 1_000_000}M` : value >= 10_000 ? `${value / 1_000}k` : formatCount(value)
}
