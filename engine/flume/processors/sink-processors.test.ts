import { describe, expect, it } from 'vitest'
import type { AgentContext } from '../agent/agent-context.ts'
import { eventDeliveryException } from '../exceptions.ts'
import type { Sink, SinkProcessor } from '../sinks/sink.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { FailoverSinkProcessor } from './failover-sink-processor.ts'
import { LoadBalancingSinkProcessor } from './load-balancing-sink-processor.ts'
import { OrderSelector } from './order-selector.ts'
import type { ProcessorContext } from './processor-context.ts'

/** Sinks that note when they are tried, some of which fail. */
class Sinks {
  readonly tried: string[] = []
  readonly failing = new Set<string>()
  readonly lane = new FlumeTestLane()
  readonly agent: AgentContext = this.lane.idleContext()
  readonly context: ProcessorContext = {
    nowMs: () => this.lane.lane.nowMs,
    random: this.lane.simulation.random('test'),
    log: () => undefined,
  }

  sink(name: string): Sink {
    const { tried, failing } = this
    return {
      name,
      description: name,
      *start() {},
      *stop() {},
      *process() {
        tried.push(name)
        if (failing.has(name)) throw eventDeliveryException(`down ${name}`)
        yield* []
        return 'READY'
      },
    }
  }

  /** One call after so many milliseconds. @returns which sinks were tried, and the result */
  call(processor: SinkProcessor, afterMs = 0): string {
    if (afterMs > 0) this.lane.run(afterMs / 1000)
    this.tried.length = 0
    const outcome = this.lane.runThread(this.agent, (thread) => processor.process(thread), 0)
    return `${this.tried.join(' ')}: ${outcome instanceof Error ? outcome.message : String(outcome)}`
  }
}

const allFailed = 'org.apache.flume.EventDeliveryException: All sinks failed to process, nothing left to failover to'

describe('FailoverSinkProcessor', () => {
  it('retries a primary that keeps failing after 2, 4 and 8 s', () => {
    const sinks = new Sinks()
    const processor = new FailoverSinkProcessor(sinks.context, { live: [[sinks.sink('k2'), 5], [sinks.sink('k1'), 10]], maxPenaltyMs: 30_000 })
    sinks.failing.add('k1')
    expect([sinks.call(processor), sinks.call(processor, 1600), sinks.call(processor, 800), sinks.call(processor, 3900), sinks.call(processor, 200), sinks.call(processor, 7900)]).toEqual([
      'k1 k2: READY', 'k2: READY', 'k1 k2: READY', 'k2: READY', 'k1 k2: READY', 'k2: READY',
    ])
    sinks.failing.clear()
    expect([sinks.call(processor, 200), sinks.call(processor)]).toEqual(['k1: READY', 'k1: READY'])
  })

  it('throws when all have failed, until a penalty ends', () => {
    const sinks = new Sinks()
    const processor = new FailoverSinkProcessor(sinks.context, { live: [[sinks.sink('k2'), 5], [sinks.sink('k1'), 10]], maxPenaltyMs: 30_000 })
    sinks.failing.add('k1').add('k2')
    expect([sinks.call(processor), sinks.call(processor)]).toEqual([`k1 k2: ${allFailed}`, `: ${allFailed}`])
    sinks.failing.delete('k2')
    expect(sinks.call(processor, 2500)).toBe('k1 k2: READY')
  })

  it('tries a dead sink several times in one call after 21 failures: the penalty overflows', () => {
    const sinks = new Sinks()
    const processor = new FailoverSinkProcessor(sinks.context, { live: [[sinks.sink('k2'), 5], [sinks.sink('k1'), 10]], maxPenaltyMs: 1 })
    sinks.failing.add('k1')
    const attempts = Array.from({ length: 24 }, () => sinks.call(processor, 10).split(':')[0]?.split(' ').filter((name) => name === 'k1').length)
    expect(attempts).toEqual([...Array.from({ length: 21 }, () => 1), 6, 2, 1])
  })
})

describe('LoadBalancingSinkProcessor', () => {
  it('tries the sinks in turn, and a failing one again every round', () => {
    const sinks = new Sinks()
    const members = ['k1', 'k2', 'k3'].map((name) => sinks.sink(name))
    const processor = new LoadBalancingSinkProcessor(sinks.context, { sinks: members, kind: 'round robin', backoff: false, maxTimeOutMs: 30_000 })
    expect([sinks.call(processor), sinks.call(processor), sinks.call(processor), sinks.call(processor)].map((text) => text.split(':')[0])).toEqual(['k1', 'k2', 'k3', 'k1'])
    sinks.failing.add('k2')
    expect([sinks.call(processor), sinks.call(processor)]).toEqual(['k2 k3: READY', 'k3: READY'])
  })

  it('throws when every sink fails, and an IllegalArgumentException when random has none to choose from', () => {
    const sinks = new Sinks()
    const processor = new LoadBalancingSinkProcessor(sinks.context, { sinks: [sinks.sink('k1'), sinks.sink('k2')], kind: 'random', backoff: true, maxTimeOutMs: 30_000 })
    sinks.failing.add('k1').add('k2')
    expect(sinks.call(processor)).toContain('EventDeliveryException: All configured sinks have failed')
    expect(sinks.call(processor)).toBe(': java.lang.IllegalArgumentException: bound must be positive')
  })
})

describe('OrderSelector', () => {
  it('leaves a sink out for 2, 4, 8, 16, 30, 30, 30 s after consecutive failures', () => {
    const sinks = new Sinks()
    let nowMs = 1_000_000
    const selector = new OrderSelector(['k1', 'k2'], { kind: 'round robin', backoff: true, maxTimeOutMs: 30_000, random: sinks.context.random, nowMs: () => nowMs })
    const lengths = Array.from({ length: 7 }, () => {
      selector.informFailure('k1')
      const failedMs = nowMs
      while (!selector.order().includes('k1')) nowMs += 500
      return Math.floor((nowMs - failedMs) / 1000) * 1000
    })
    expect(lengths).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000])
  })
})
