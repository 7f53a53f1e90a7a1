import { describe, expect, it } from 'vitest'
import type { RunLane } from '../../engine/scenario/run/run-document.ts'
import { overlayOf } from './overlay-model.ts'
import { sampleRun } from './testing/sample-run.ts'

const [lane] = sampleRun().lanes
if (lane === undefined) throw new Error('no lane')
const other: RunLane = { ...lane, name: 'Other' }
const marker = { kind: 'fault', timeMicros: 1_000_000, component: 'x', text: 'killed' } as const
const run = sampleRun({ lanes: [lane, other], markers: [{ ...marker, lane: 'Flume' }, { ...marker, lane: 'Other' }] })

describe('lanes over each other', () => {
  it('have one curve of arrivals and a line each', () => {
    const { arrivals, lines } = overlayOf(run, {})
    expect(arrivals.slice(0, 3)).toEqual([50, 50, 0])
    expect(lines.map(({ label, delivered, backlog }) => [label, delivered[1], backlog[1]])).toEqual([['Flume', 30, 5], ['Other', 30, 5]])
  })

  it('show what happened in both at once as one mark', () => {
    expect(overlayOf(run, {}).markers).toEqual([{ timeMicros: 1_000_000, kind: 'fault', text: 'killed' }])
  })

  it('can be chosen, and their destinations too', () => {
    expect(overlayOf(run, { lanes: ['Other'], destinations: ['archive'] }).lines.map(({ label }) => label)).toEqual(['Other → archive'])
    expect(() => overlayOf(run, { lanes: ['Nobody'] })).toThrow('the lanes are Flume, Other')
    expect(() => overlayOf(run, { destinations: ['nowhere'] })).toThrow('nowhere')
  })
})
