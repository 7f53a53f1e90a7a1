import { describe, expect, it } from 'vitest'
import { stopsOf } from './stops.ts'
import { sampleRun } from './testing/sample-run.ts'

describe('the moments worth going to', () => {
  it('are start, faults and end, each once', () => {
    const [marker] = sampleRun().markers
    const twice = marker === undefined ? [] : [marker, { ...marker, lane: 'Kafka' }]
    expect(stopsOf(sampleRun({ markers: twice }))).toEqual([
      { timeMicros: 0, text: 'start' },
      { timeMicros: 1_000_000, text: 'killed' },
      { timeMicros: 2_000_000, text: 'end' },
    ])
  })
})
