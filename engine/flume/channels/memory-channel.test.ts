import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RecordContent } from '../../ledger/record-stream.ts'
import { JavaException } from '../conf/java/java-exception.ts'
import { countEvents, type EventRun } from '../event/event-run.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { sleep, type Flow, type JavaThread } from '../thread/java-thread.ts'
import { MemoryChannel, type MemoryChannelSettings } from './memory-channel.ts'

const defaults: MemoryChannelSettings = { capacity: 100, transactionCapacity: 100, keepAliveSeconds: 3, byteSlots: 1_000_000 }

function* put(thread: JavaThread, channel: MemoryChannel, runs: readonly EventRun[]): Flow<void> {
  const transaction = channel.getTransaction(thread)
  try {
    transaction.begin()
    yield* transaction.put(runs)
    yield* transaction.commit()
  } catch (error) {
    yield* transaction.rollback()
    throw error
  } finally {
    transaction.close()
  }
}

function setUp(settings: Partial<MemoryChannelSettings> = {}): { lane: FlumeTestLane; channel: MemoryChannel; context: ReturnType<FlumeTestLane['idleContext']> } {
  const lane = new FlumeTestLane()
  const context = lane.idleContext()
  return { lane, context, channel: new MemoryChannel(context, 'c1', { ...defaults, ...settings }) }
}

describe('MemoryChannel', () => {
  it('refuses one event more than its capacity after the keep-alive of 3 s', () => {
    const { lane, channel, context } = setUp()
    expect(lane.runThread(context, (thread) => put(thread, channel, [lane.records(0, 100)]), 1)).toBeUndefined()
    const started = lane.simulation.nowMicros
    let endedMicros = 0
    const outcome = lane.runThread(context, function* (thread) {
      try {
        yield* put(thread, channel, [lane.records(100, 1)])
      } finally {
        endedMicros = lane.simulation.nowMicros
      }
    })
    expect(outcome).toBeInstanceOf(JavaException)
    expect(String(outcome)).toContain("org.apache.flume.ChannelFullException: Space for commit to queue couldn't be acquired")
    expect(Math.round((endedMicros - started) / 10_000)).toBe(300)
    expect(channel.size).toBe(100)
  })

  it('refuses a transaction larger than transactionCapacity at once', () => {
    const { lane, channel, context } = setUp({ capacity: 1000 })
    const outcome = lane.runThread(context, (thread) => put(thread, channel, [lane.records(0, 101)]), 0.1)
    expect(String(outcome)).toContain('Put queue for MemoryTransaction of capacity 100 full')
    expect(channel.size).toBe(0)
  })

  it('waits the keep-alive for an event when it is empty', () => {
    const { lane, channel, context } = setUp()
    const started = lane.simulation.nowMicros
    let endedMicros = 0
    const taken = lane.runThread(context, function* (thread) {
      const transaction = channel.getTransaction(thread)
      transaction.begin()
      const events = yield* transaction.take(1)
      endedMicros = lane.simulation.nowMicros
      return countEvents(events)
    })
    expect(taken).toBe(0)
    expect(endedMicros - started).toBe(3_000_000)
  })

  it('keeps the places of events that are taken and not committed; a rollback brings them back to the head', () => {
    const { lane, channel, context } = setUp()
    lane.runThread(context, (thread) => put(thread, channel, [lane.records(0, 100)]), 1)
    const outcomes: unknown[] = []
    lane.runThread(context, function* (thread) {
      const transaction = channel.getTransaction(thread)
      transaction.begin()
      yield* transaction.take(100)
      outcomes.push(channel.size)
      yield* sleep(context.process, 5_000_000)
      yield* transaction.rollback()
      outcomes.push(channel.size)
    }, 1)
    const refused = lane.runThread(context, (thread) => put(thread, channel, [lane.records(100, 1)]), 10)
    expect(String(refused)).toContain('ChannelFullException')
    expect(outcomes).toEqual([0, 100])
    expect(lane.runThread(context, function* (thread) {
      const transaction = channel.getTransaction(thread)
      transaction.begin()
      return yield* transaction.take(3)
    })).toEqual([{ first: 0, count: 3 }])
  })

  it('counts bodies in slots of 100 bytes', () => {
    const { lane, channel, context } = setUp({ byteSlots: 8, keepAliveSeconds: 0 })
    const outcomes = Array.from({ length: 9 }, (_, index) => lane.runThread(context, (thread) => put(thread, channel, [lane.records(index, 1)]), 1))
    expect(outcomes.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => undefined))
    expect(String(outcomes[8])).toContain('Byte capacity allocated to store event body 800.0reached.')
  })

  it('rounds each body up to whole slots', () => {
    const { lane, channel, context } = setUp({ byteSlots: 5, keepAliveSeconds: 0 })
    const sizes = [250, 0, 200]
    const content: RecordContent = {
      name: 'bodies',
      valueBytes: (number) => sizes[number] ?? 0,
      value: (number) => 'x'.repeat(sizes[number] ?? 0),
      key: () => undefined,
      headers: () => undefined,
      isUniform: false,
    }
    const stream = lane.lane.streams.add(content)
    const run = (first: number, count: number): EventRun => ({ first: stream.base + first, count })
    expect(lane.runThread(context, (thread) => put(thread, channel, [run(0, 2)]), 1)).toBeUndefined()
    expect(channel.bytesRemaining.availablePermits).toBe(1)
    expect(String(lane.runThread(context, (thread) => put(thread, channel, [run(2, 1)]), 1))).toContain('ChannelException')
  })

  it('gives events in order, once, and never holds more than its capacity', () => {
    const batches = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 8, max: 20 }), (puts, takeSize, capacity) => {
        const { lane, channel, context } = setUp({ capacity, transactionCapacity: 10, keepAliveSeconds: 1 })
        const taken: number[] = []
        let offered = 0
        let largest = 0
        lane.runThread(context, function* (thread) {
          for (const count of puts) {
            yield* put(thread, channel, [lane.records(offered, count)])
            offered += count
            largest = Math.max(largest, channel.size)
          }
        }, 0)
        lane.runThread(context, function* (thread) {
          for (let empty = 0; empty < 3; ) {
            const transaction = channel.getTransaction(thread)
            transaction.begin()
            const events = yield* transaction.take(takeSize)
            yield* transaction.commit()
            transaction.close()
            for (const { first, count } of events) for (let index = 0; index < count; index++) taken.push(first + index)
            if (events.length === 0) empty++
          }
        }, 300)
        expect(taken).toEqual(Array.from({ length: offered }, (_, index) => index))
        expect(largest).toBeLessThanOrEqual(capacity)
        expect(channel.queueRemaining.availablePermits).toBe(capacity)
        expect(channel.bytesRemaining.availablePermits).toBe(defaults.byteSlots)
      }),
      { numRuns: 40 },
    )
  })
})
