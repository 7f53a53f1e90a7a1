import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlumeAgent } from '../../agent/flume-agent.ts'
import type { EventRun } from '../../event/event-run.ts'
import { FlumeTestLane } from '../../testing/flume-test-lane.ts'
import type { Flow, JavaThread } from '../../thread/java-thread.ts'
import type { Transaction } from '../transaction.ts'
import { SpillableMemoryChannel, type SpillableSettings } from './spillable-memory-channel.ts'

const defaults: SpillableSettings = {
  memoryCapacity: 10, overflowTimeoutSeconds: 3, overflowDeactivationThreshold: 0.05, avgEventSizeBytes: 500, byteSlots: 1_000_000, isOverflowDisabled: false,
  overflow: {
    capacity: 1000, transactionCapacity: 100, keepAliveSeconds: 0, checkpointDir: '/fc/checkpoint', dataDirs: ['/fc/data'],
    checkpointIntervalMs: 30_000, maxFileSizeBytes: 1_000_000, minimumRequiredSpaceBytes: 1_000_000, checkpointOnClose: true,
  },
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)
const numbersOf = (runs: readonly EventRun[]): number[] => runs.flatMap(({ first, count }) => range(first, first + count))

class Rig {
  readonly lane = new FlumeTestLane()
  readonly agent: FlumeAgent
  readonly settings: SpillableSettings
  channel: SpillableMemoryChannel
  #offered = 0

  constructor(settings: Partial<SpillableSettings> = {}) {
    this.settings = { ...defaults, ...settings }
    this.agent = this.lane.agent('idle', 'nobody.sources = r1\n')
    this.lane.run(1.5)
    this.channel = this.#open()
  }

  #open(): SpillableMemoryChannel {
    const channel = new SpillableMemoryChannel(this.agent.context, 'c1', this.settings)
    this.lane.runThread(this.agent.context, () => channel.start(), 2)
    return channel
  }

  /** Puts the next records. @returns their numbers, or the failure's text */
  put(count: number, seconds = 8): number[] | string {
    const run = this.lane.records(this.#offered, count)
    this.#offered += count
    const failure = this.lane.failureOf(this.agent.context, (thread) => this.#within(thread, (transaction) => transaction.put([run])), seconds)
    return failure === '' ? numbersOf([run]) : failure
  }

  take(max: number, ending: 'commit' | 'rollback' = 'commit'): number[] {
    let taken: EventRun[] = []
    this.lane.runThread(this.agent.context, (thread) => this.#within(thread, function* (transaction) {
      taken = yield* transaction.take(max)
    }, ending), 8)
    return numbersOf(taken)
  }

  /** Everything in order, by as many transactions as it needs. */
  drain(): number[] {
    const all: number[] = []
    for (let batch = this.take(50); batch.length > 0; batch = this.take(50)) all.push(...batch)
    return all
  }

  restart(how: 'kill' | 'stop'): void {
    if (how === 'stop') this.lane.runThread(this.agent.context, () => this.channel.stop(), 2)
    this.channel.dropMemory('SIGKILL')
    this.agent.process.kill()
    this.lane.run(1)
    this.agent.process.start()
    this.lane.run(1.5)
    this.channel = this.#open()
  }

  *#within(thread: JavaThread, work: (transaction: Transaction) => Flow<void>, ending: 'commit' | 'rollback' = 'commit'): Flow<void> {
    const transaction = this.channel.getTransaction(thread)
    try {
      transaction.begin()
      yield* work(transaction)
      yield* transaction[ending]()
    } catch (error) {
      yield* transaction.rollback()
      throw error
    } finally {
      transaction.close()
    }
  }
}

describe('SpillableMemoryChannel', () => {
  it('waits overflowTimeout for memory once, then spills at once while the overflow is in use', () => {
    const rig = new Rig()
    rig.put(10)
    expect(rig.put(5, 2.9)).not.toContain('Exception')
    expect(rig.channel.size).toBe(10)
    rig.lane.run(0.5)
    expect(rig.channel.size).toBe(15)
    expect(rig.channel.overflow.size).toBe(5)
    rig.put(5, 0.5)
    expect(rig.channel.overflow.size).toBe(10)
  })

  it('sends a batch that does not fit into memory to the overflow as a whole', () => {
    const rig = new Rig()
    rig.put(8)
    rig.put(5)
    expect(rig.channel.queue.size).toBe(8)
    expect(rig.channel.overflow.size).toBe(5)
  })

  it('ends a take where the store changes, and keeps the order over both', () => {
    const rig = new Rig()
    const numbers = [rig.put(10), rig.put(5)].flat()
    expect(rig.take(100)).toHaveLength(10)
    expect(rig.take(100)).toHaveLength(5)
    expect(numbers).toHaveLength(15)
  })

  it('goes back to memory when the threshold is free', () => {
    const rig = new Rig()
    rig.put(10)
    rig.put(5)
    expect(rig.channel.isOverflowActivated).toBe(true)
    rig.take(1)
    expect(rig.channel.isOverflowActivated).toBe(false)
    expect(rig.lane.logged('Overflow Deactivated')).toHaveLength(1)
  })

  it('refuses puts when the overflow is disabled, and names the memory', () => {
    const rig = new Rig({ isOverflowDisabled: true })
    rig.put(10)
    expect(rig.put(1)).toContain("ChannelFullException: Spillable Memory Channel's memory capacity has been reached and overflow is disabled.")
  })

  it('refuses the batch at once when the overflow is full', () => {
    const rig = new Rig({ memoryCapacity: 0, overflow: { ...defaults.overflow, capacity: 3 } })
    expect(rig.put(4, 0.5)).toContain('ChannelFullException')
    expect(rig.channel.size).toBe(0)
    expect(rig.put(3)).toHaveLength(3)
  })

  it('binds transactions of the overflow by transactionCapacity, and those of memory not', () => {
    const rig = new Rig({ memoryCapacity: 500 })
    expect(rig.put(400)).toHaveLength(400)
    expect(rig.put(101)).toContain('Put queue for FileBackedTransaction of capacity 100 full')
  })

  it('counts memory by slots of the average event size', () => {
    const rig = new Rig({ avgEventSizeBytes: 2, byteSlots: 9 })
    rig.put(3)
    expect(rig.channel.queue.size).toBe(3)
    rig.put(1)
    expect(rig.channel.overflow.size).toBe(1)
  })

  it('loses its memory and keeps its overflow when the process is killed', () => {
    const rig = new Rig()
    const inMemory = rig.put(10)
    const onDisk = rig.put(5)
    rig.restart('kill')
    expect(rig.channel.size).toBe(5)
    expect(rig.drain()).toEqual(onDisk)
    expect(inMemory).toHaveLength(10)
  })

  it('is first in, first out, and loses nothing that was committed to the overflow', () => {
    const action = fc.oneof(
      { weight: 4, arbitrary: fc.record({ op: fc.constant('put' as const), count: fc.integer({ min: 1, max: 12 }) }) },
      { weight: 4, arbitrary: fc.record({ op: fc.constant('take' as const), count: fc.integer({ min: 1, max: 20 }), ending: fc.constantFrom('commit' as const, 'rollback' as const) }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant('restart' as const), how: fc.constantFrom('kill' as const, 'stop' as const) }) },
    )
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 25 }), fc.integer({ min: 0, max: 15 }), (actions, memoryCapacity) => {
        const rig = new Rig({ memoryCapacity })
        let expected: { readonly number: number; readonly isOnDisk: boolean }[] = []
        for (const each of actions) {
          if (each.op === 'put') {
            const spilled = rig.channel.overflow.size
            const numbers = rig.put(each.count)
            if (typeof numbers === 'string') throw new Error(numbers)
            const isOnDisk = rig.channel.overflow.size > spilled
            expected.push(...numbers.map((number) => ({ number, isOnDisk })))
          } else if (each.op === 'take') {
            const taken = rig.take(each.count, each.ending)
            expect(taken).toEqual(expected.slice(0, taken.length).map(({ number }) => number))
            expect(taken.length > 0 || expected.length === 0).toBe(true)
            if (each.ending === 'commit') expected = expected.slice(taken.length)
          } else {
            rig.restart(each.how)
            expected = expected.filter(({ isOnDisk }) => isOnDisk)
          }
          expect(rig.channel.size).toBe(expected.length)
        }
        expect(rig.drain()).toEqual(expected.map(({ number }) => number))
      }),
      { numRuns: 60 },
    )
  })

  it('balances the books of an agent after every event while it overflows, is killed and starts again', () => {
    const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
    const agent = lane.agent('a1', `a1.sources = r1
a1.channels = c1
a1.sinks = k1
a1.sources.r1.type = seq
a1.sources.r1.batchSize = 10
a1.sources.r1.totalEvents = 60
a1.sources.r1.channels = c1
a1.channels.c1.type = SPILLABLEMEMORY
a1.channels.c1.memoryCapacity = 20
a1.channels.c1.overflowCapacity = 100
a1.channels.c1.transactionCapacity = 20
a1.channels.c1.checkpointDir = /fc/checkpoint
a1.channels.c1.dataDirs = /fc/data
a1.sinks.k1.type = avro
a1.sinks.k1.hostname = localhost
a1.sinks.k1.port = 4545
a1.sinks.k1.channel = c1
`)
    expect(agent.coverage.gaps).toEqual([])
    for (let millis = 0; (agent.channelSize('c1') ?? 0) <= 20 && millis < 10_000; millis++) lane.run(0.001)
    expect(agent.channelSize('c1')).toBeGreaterThan(20)
    agent.process.kill()
    lane.run(2)
    agent.process.start()
    lane.run(20)
    expect(agent.channelSize('c1')).toBeGreaterThan(60)
  })
})
