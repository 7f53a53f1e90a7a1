import { describe, expect, it } from 'vitest'
import { axisTop, chartOf, readingAt } from './chart-model.ts'
import { sampleRun } from './testing/sample-run.ts'

describe('the chart', () => {
  it('gives rates per second on a shared grid', () => {
    const chart = chartOf(sampleRun())
    expect(chart.lanes[0]?.rates[0]).toMatchObject({ name: 'arrivals' })
    expect(chart.lanes[0]?.rates[0]?.values.slice(0, 3)).toEqual([50, 50, 0])
    expect(chart.rateMax).toBe(50)
  })

  it('keeps records in the backlog until they are delivered or over', () => {
    const backlog = chartOf(sampleRun()).lanes[0]?.backlog.values
    expect(backlog?.slice(0, 3)).toEqual([3, 5, 4])
    expect(backlog?.at(9)).toBe(4)
    expect(backlog?.at(-1)).toBe(0)
  })

  it('marks each fault in the lane that it hit', () => {
    expect(chartOf(sampleRun()).lanes[0]?.markers).toEqual([{ timeMicros: 1_000_000, kind: 'fault', text: 'killed' }])
  })

  it('reads values and what happened at a moment', () => {
    const chart = chartOf(sampleRun())
    const [lane] = chart.lanes
    if (lane === undefined) throw new Error('no lane')
    expect(readingAt(chart, lane, 150_000)).toEqual({ arrivals: 50, delivered: 30, backlog: 5, markers: [] })
    expect(readingAt(chart, lane, 1_000_000)).toMatchObject({ arrivals: 0, backlog: 0, markers: [{ text: 'killed' }] })
    expect(readingAt(chart, lane, 999_999).backlog).toBe(4)
  })

  it('rounds the top of an axis up', () => {
    expect(axisTop(0)).toBe(1)
    expect(axisTop(37)).toBe(40)
    expect(axisTop(2_000)).toBe(2_000)
    expect(axisTop(2_001)).toBe(3_000)
    expect(axisTop(0.3)).toBeCloseTo(0.3)
  })
})
