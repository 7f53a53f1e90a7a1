import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/scenario/run/run-document.ts'
import { numberInContext } from './number-in-context.ts'
import { sampleRun } from './testing/sample-run.ts'

describe('a number without its run beside it', () => {
  it('says of how many records it is a part', () => {
    expect(numberInContext(sampleRun(), { lane: 'Flume', of: 'lost' })).toBe('4 of 10')
    expect(numberInContext(sampleRun(), { lane: 'Flume', destination: 'archive', of: 'delivered' })).toBe('6 of 10')
  })

  it('says of how many there were for a destination that came when all was over', () => {
    const run = sampleRun()
    const late: RunDocument = {
      ...run,
      lanes: run.lanes.map((lane) => ({ ...lane, destinations: lane.destinations.map((destination) => ({ ...destination, owed: 0, lines: [] })) })),
    }
    expect(numberInContext(late, { lane: 'Flume', destination: 'archive', of: 'delivered' })).toBe('0 of 10')
  })

  it('is a number alone where there is no whole', () => {
    expect(numberInContext(sampleRun(), { lane: 'Flume', of: 'offered' })).toBe('10')
    expect(numberInContext(sampleRun(), { lane: 'Flume', of: 'unavailable to senders' })).toBe('200 ms')
  })
})
