import type uPlot from 'uplot'
import type { MarkerKind } from '../../../engine/scenario/run/run-document.ts'
import { axisTop, type Curve, type LaneChart, type RunChart } from '../../runs/chart-model.ts'
import { axisLabel, markerShapes } from '../../runs/chart-words.ts'

/** What a time chart is made from. */
export interface TimeChartParts {
  readonly chart: RunChart
  readonly lane: LaneChart
  /** Where the theme's colours are read. */
  readonly element: Element
  /** The moment in view, in microseconds. */
  readonly moment: () => number
}

/** Share of the plot's height below the backlog's top, and above which rates begin. */
const backlogShare = 0.3
const rateShare = 0.6

const markerColours: Readonly<Record<MarkerKind, string>> = { fault: '--fate-bad', recovery: '--fate-good', edit: '--sl-color-text-accent' }
/** Charts with the same key share the place of the pointer. */
const syncKey = 'lanes'

/** Time in seconds, then arrivals, deliveries and backlog; the rows of the options' series. */
export function timeChartRows(chart: RunChart, lane: LaneChart): uPlot.AlignedData {
  const valuesOf = (name: Curve['name']): number[] => [...(lane.rates.find((curve) => curve.name === name)?.values ?? [])]
  const seconds = lane.backlog.values.map((_, index) => ((index + 0.5) * chart.bucketMicros) / 1_000_000)
  const rateMax = axisTop(chart.rateMax)
  const cut = (values: number[]): number[] => values.map((value) => Math.min(value, rateMax))
  return [seconds, cut(valuesOf('arrivals')), cut(valuesOf('delivered')), [...lane.backlog.values]]
}

/**
 * Rates in the upper part and the backlog in the lower, each on a scale of its own whose range reaches over the other's
 * part. Sizes are those of the drawing that the page ships.
 */
export function timeChartOptions(parts: TimeChartParts): Omit<uPlot.Options, 'width' | 'height'> {
  const { chart, element } = parts
  const rateMax = axisTop(chart.rateMax)
  const backlogMax = axisTop(chart.backlogMax)
  const colour = (name: string): string => getComputedStyle(element).getPropertyValue(name)
  const axis = { font: '11px sans-serif', stroke: () => colour('--sl-color-gray-3') }
  return {
    legend: { show: false },
    padding: [16, 6, 0, 0],
    cursor: { drag: { x: false, y: false }, y: false, points: { show: false }, sync: { key: syncKey } },
    scales: {
      x: { time: false, range: [0, chart.endMicros / 1_000_000] },
      rate: { range: [rateMax - rateMax / rateShare, rateMax] },
      backlog: { range: [0, backlogMax / backlogShare] },
    },
    axes: [
      { ...axis, size: 20, gap: 3, space: 60, grid: { show: false }, ticks: { show: false }, values: (_, seconds) => seconds.map((second) => `${Number(second.toFixed(3))} s`) },
      rateAndBacklogAxis(axis, rateMax, backlogMax, () => colour('--sl-color-hairline')),
    ],
    series: [
      {},
      { scale: 'rate', stroke: () => colour('--sl-color-gray-2'), width: 1.2, dash: [4, 3], points: { show: false } },
      { scale: 'rate', stroke: () => colour('--lane-line'), width: 2, points: { show: false } },
      { scale: 'backlog', fill: () => `color-mix(in srgb, ${colour('--lane-line')} 28%, transparent)`, width: 0, points: { show: false } },
    ],
    hooks: { draw: [(plot) => { drawOver(plot, parts, colour) }] },
  }
}

/** One axis for both parts: its ends are the ends of the rates and, placed on the same scale, of the backlog. */
function rateAndBacklogAxis(base: uPlot.Axis, rateMax: number, backlogMax: number, gridColour: () => string): uPlot.Axis {
  const span = rateMax / rateShare
  const bottom = rateMax - span
  return {
    ...base,
    scale: 'rate',
    size: 44,
    gap: 5,
    ticks: { show: false },
    grid: { stroke: gridColour, width: 1 },
    splits: [bottom, bottom + span * backlogShare, 0, rateMax],
    // uPlot keeps only as many labels as it finds room for unless it is told that they are all wanted.
    filter: (_, splits) => splits,
    values: () => ['0', axisLabel(backlogMax), '0', axisLabel(rateMax)],
  }
}

/** The words of the parts, the markers and the moment in view. */
function drawOver(plot: uPlot, { chart, lane, moment }: TimeChartParts, colour: (name: string) => string): void {
  const { ctx, bbox } = plot
  const ratio = devicePixelRatio
  const xOf = (micros: number): number => Math.round(plot.valToPos(Math.min(micros, chart.endMicros) / 1_000_000, 'x', true))
  const upright = (x: number, from: number): void => {
    ctx.beginPath()
    ctx.moveTo(x, from)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
  }
  const write = (text: string, x: number, y: number, align: CanvasTextAlign): void => {
    ctx.textAlign = align
    ctx.fillText(text, x, y)
  }
  ctx.save()
  ctx.font = `${11 * ratio}px sans-serif`
  ctx.textBaseline = 'bottom'
  ctx.fillStyle = colour('--sl-color-gray-3')
  const isCut = lane.rates.some(({ name, values }) => name === 'delivered' && values.some((value) => value > axisTop(chart.rateMax)))
  write(isCut ? 'per second, a burst goes beyond' : 'per second', bbox.left, bbox.top - 2 * ratio, 'left')
  const betweenY = bbox.top + bbox.height * (1 - backlogShare)
  write('backlog', bbox.left, betweenY, 'left')
  for (const { timeMicros, kind } of lane.markers) {
    ctx.strokeStyle = ctx.fillStyle = colour(markerColours[kind])
    ctx.lineWidth = (kind === 'fault' ? 1.6 : 1) * ratio
    ctx.setLineDash(kind === 'fault' ? [2 * ratio, 2 * ratio] : [])
    upright(xOf(timeMicros), bbox.top)
    write(markerShapes[kind], xOf(timeMicros), betweenY, 'center')
  }
  ctx.strokeStyle = colour('--sl-color-white')
  ctx.lineWidth = ratio
  ctx.setLineDash([])
  upright(xOf(moment()), bbox.top - 4 * ratio)
  ctx.restore()
}
