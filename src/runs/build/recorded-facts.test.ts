import { describe, expect, it } from 'vitest'
import { recordedFigure } from './recorded-facts.ts'

describe('a recorded figure', () => {
  it('is what the real system did, or the span of it', () => {
    expect(recordedFigure('flume.durability.queued.avro.memory.kill9', 'lost')).toBe('500')
    expect(recordedFigure('kafka.cluster.a.kill9.leader-rf3-min2-acks1', 'lostAcked')).toBe('0–2')
  })

  it('ends the build where nothing was recorded', () => {
    expect(() => recordedFigure('flume.no-such-fact', 'lost')).toThrow('There is no fact')
    expect(() => recordedFigure('flume.durability.queued.avro.memory.kill9', 'colour')).toThrow('no figure "colour"')
  })
})
