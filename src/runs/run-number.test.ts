import { describe, expect, it } from 'vitest'
import { runNumber, unitOf } from './run-number.ts'
import { sampleRun } from './testing/sample-run.ts'

describe('a number in prose', () => {
  it('is taken from the run', () => {
    expect(runNumber(sampleRun(), { lane: 'Flume', of: 'lost' })).toBe(4)
    expect(runNumber(sampleRun(), { lane: 'Flume', destination: 'archive', of: 'delivered' })).toBe(6)
    expect(runNumber(sampleRun(), { lane: 'Flume', of: 'filtered' })).toBe(0)
  })

  it('is in the unit that its name has', () => {
    expect(runNumber(sampleRun(), { lane: 'Flume', of: 'unavailable to senders' })).toBe(200)
    expect(runNumber(sampleRun(), { lane: 'Flume', of: 'latency p99' })).toBe(2)
    expect((['unavailable to senders', 'lost', 'bytes offered', 'fsyncs'] as const).map(unitOf)).toEqual(['ms', 'records', 'bytes', ''])
  })

  it('ends the build with the names there are when it asks for another', () => {
    expect(() => runNumber(sampleRun(), { lane: 'Kafka', of: 'lost' })).toThrow('the lanes are Flume')
    expect(() => runNumber(sampleRun(), { lane: 'Flume', destination: 'x', of: 'lost' })).toThrow('archive')
  })
})
