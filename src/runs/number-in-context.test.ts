import { describe, expect, it } from 'vitest'
import { numberInContext } from './number-in-context.ts'
import { sampleRun } from './testing/sample-run.ts'

describe('a number without its run beside it', () => {
  it('says of how many records it is a part', () => {
    expect(numberInContext(sampleRun(), { lane: 'Flume', of: 'lost' })).toBe('4 of 10')
    expect(numberInContext(sampleRun(), { lane: 'Flume', destination: 'archive', of: 'delivered' })).toBe('6 of 10')
  })

  it('is a number alone where there is no whole', () => {
    expect(numberInContext(sampleRun(), { lane: 'Flume', of: 'offered' })).toBe('10')
    expect(numberInContext(sampleRun(), { lane: 'Flume', of: 'unavailable to senders' })).toBe('200 ms')
  })
})
