import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FlumeAgent } from '../../agent/flume-agent.ts'
import type { AgentContext } from '../../agent/agent-context.ts'
import { countEvents, type EventRun } from '../../event/event-run.ts'
import { FlumeTestLane } from '../../testing/flume-test-lane.ts'
import type { Flow, JavaThread } from '../../thread/java-thread.ts'
import { FileChannel } from './file-channel.ts'
import type { FileChannelSettings } from './file-channel-settings.ts'

const settings: FileChannelSettings = {
  capacity: 1000,
  transactionCapacity: 100,
  keepAliveSeconds: 1,
  checkpointDir: '/fc/checkpoint',
  dataDirs: ['/fc/data'],
  checkpointIntervalMs: 2000,
  maxFileSizeBytes: 1_623_195_647,
  minimumRequiredSpaceBytes: 524_288_000,
  checkpointOnClose: true,
}

/** A process that can be killed and started again, with a file channel that is opened in each life. */
class Rig {
  readonly lane = new FlumeTestLane()
  readonly agent: FlumeAgent
  readonly settings: FileChannelSettings
  channel: FileChannel

  constructor(own: Partial<FileChannelSettings> = {}) {
    this.settings = { ...settings, ...own }
    this.agent = this.lane.agent('idle', 'nobody.sources = r1\n')
    this.lane.run(1.5)
    this.channel = this.open()
  }

  get context(): AgentContext {
    return this.agent.context
  }

  open(): FileChannel {
    this.channel = new FileChannel(this.context, 'c1', this.settings)
    const { channel } = this
    this.lane.runThread(this.context, () => channel.start(), 0.5)
    return channel
  }

  reopen(end: 'kill' | 'power' | 'stop'): void {
    if (end === 'stop') this.lane.runThread(this.context, () => this.channel.stop(), 0.5)
    if (end === 'power') this.lane.host.powerCut()
    else this.agent.process.kill()
    this.lane.run(0.1)
    if (end === 'power') this.lane.host.powerOn()
    else this.agent.process.start()
    this.lane.run(1.5)
    this.open()
  }

  *put(thread: JavaThread, runs: readonly EventRun[], commits = true): Flow<void> {
    const transaction = this.channel.getTransaction(thread)
    try {
      transaction.begin()
      yield* transaction.put(runs)
      if (commits) yield* transaction.commit()
      else yield* transaction.rollback()
    } catch (error) {
      yield* transaction.rollback()
      throw error
    } finally {
      transaction.close()
    }
  }

  *take(thread: JavaThread, count: number, ending: 'commit' | 'rollback' | 'none'): Flow<EventRun[]> {
    const transaction = this.channel.getTransaction(thread)
    transaction.begin()
    const events = yield* transaction.take(count)
    if (ending === 'commit') yield* transaction.commit()
    else if (ending === 'rollback') yield* transaction.rollback()
    if (ending !== 'none') transaction.close()
    return events
  }

  queued(): number[] {
    const numbers: number[] = []
    this.channel.walk(({ first, count }) => {
      for (let index = 0; index < count; index++) numbers.push(first + index)
    })
    return numbers
  }
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

describe('FileChannel', () => {
  it('keeps what was committed through a kill, and forgets what was not', () => {
    const rig = new Rig({ checkpointIntervalMs: 30_000 })
    rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(0, 50)]), 1)
    rig.lane.runThread(rig.context, function* (thread) {
      const transaction = rig.channel.getTransaction(thread)
      transaction.begin()
      yield* transaction.put([rig.lane.records(50, 10)])
    }, 1)
    rig.reopen('kill')
    expect(rig.queued()).toEqual(range(0, 50))
    expect(rig.lane.logged('ReplayHandler - read:').at(-1)).toBe('ReplayHandler - read: 61, put: 60, take: 0, rollback: 0, commit: 1, skip: 0, eventCount:50')
  })

  it('gives events again whose take was not committed before the kill', () => {
    const rig = new Rig()
    rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(0, 50)]), 1)
    rig.lane.runThread(rig.context, (thread) => rig.take(thread, 10, 'commit'), 1)
    rig.lane.runThread(rig.context, (thread) => rig.take(thread, 10, 'none'), 1)
    rig.reopen('kill')
    expect(rig.queued()).toEqual(range(10, 50))
  })

  it('forces the log at each commit, so that a power loss takes nothing either', () => {
    const rig = new Rig()
    rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(0, 20)]), 0.1)
    rig.reopen('power')
    expect(rig.queued()).toEqual(range(0, 20))
  })

  it('replays nothing after an orderly stop: the checkpoint has it all', () => {
    const rig = new Rig()
    rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(0, 20)]), 1)
    rig.reopen('stop')
    expect(rig.lane.logged('ReplayHandler - read:').at(-1)).toContain('read: 0, put: 0, take: 0')
    expect(rig.channel.size).toBe(20)
  })

  it('refuses a put beyond its capacity after the keep-alive, and takes nothing of the batch', () => {
    const rig = new Rig({ capacity: 30, transactionCapacity: 30 })
    rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(0, 20)]), 1)
    const outcome = rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(20, 20)]), 5)
    expect(String(outcome)).toContain("ChannelFullException: The channel has reached it's capacity.")
    expect(rig.channel.size).toBe(20)
    expect(rig.channel.queueRemaining.availablePermits).toBe(10)
  })

  it('refuses puts, and takes too, when the disk has less than minimumRequiredSpace', () => {
    const rig = new Rig()
    rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(0, 20)]), 1)
    rig.lane.host.mainDisk.fill(500_000_000)
    rig.lane.run(16)
    const put = rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(20, 1)]), 1)
    const take = rig.lane.failureOf(rig.context, (thread) => rig.take(thread, 1, 'commit'), 1)
    expect(String(put)).toContain('ChannelException: Commit failed due to IO error')
    expect(take).toContain('Take failed due to IO error')
  })

  it('fails to start where another living process has the directory, and says so in every transaction', () => {
    const rig = new Rig()
    const other = rig.lane.agent('other', 'nobody.sources = r1\n')
    rig.lane.run(1.5)
    const second = new FileChannel(other.context, 'c2', rig.settings)
    rig.lane.runThread(other.context, () => second.start(), 1)
    const outcome = rig.lane.failureOf(other.context, function* (thread) {
      yield* []
      return second.getTransaction(thread)
    })
    expect(outcome).toContain('IllegalStateException: Channel closed [channel=c2]. Due to java.io.IOException: Cannot lock /fc/checkpoint. The directory is already locked. [channel=c2]')
    expect(second.isStarted).toBe(true)
    expect(second.counters.get('Unhealthy')).toBe(1)
  })

  it('replays in full when the capacity has changed', () => {
    const rig = new Rig()
    rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(0, 20)]), 1)
    rig.reopen('stop')
    const { lane, agent } = rig
    lane.runThread(rig.context, () => rig.channel.stop(), 1)
    const larger = new FileChannel(agent.context, 'c1', { ...rig.settings, capacity: 2000 })
    lane.runThread(agent.context, () => larger.start(), 1)
    expect(larger.size).toBe(20)
    expect(lane.logged('Forcing full replay')).toHaveLength(1)
  })

  it('deletes logs that nothing refers to one checkpoint late, and keeps two', () => {
    const rig = new Rig({ maxFileSizeBytes: 2000 })
    for (let batch = 0; batch < 10; batch++) {
      rig.lane.runThread(rig.context, (thread) => rig.put(thread, [rig.lane.records(batch * 20, 20)]), 1)
      rig.lane.runThread(rig.context, (thread) => rig.take(thread, 20, 'commit'), 3)
    }
    rig.lane.run(10)
    const logs = rig.context.files.dataDirectory('/fc/data').files
    expect(logs.length).toBeLessThanOrEqual(4)
    expect(logs.length).toBeGreaterThanOrEqual(2)
    rig.reopen('kill')
    expect(rig.queued()).toEqual([])
  })

  it('survives any kills and power cuts: committed events are there, in order, until their take is committed', () => {
    const action = fc.oneof(
      fc.record({ op: fc.constant('put' as const), count: fc.integer({ min: 1, max: 20 }), commits: fc.boolean() }),
      fc.record({ op: fc.constant('take' as const), count: fc.integer({ min: 1, max: 30 }), ending: fc.constantFrom('commit' as const, 'rollback' as const, 'none' as const) }),
      fc.record({ op: fc.constant('end' as const), how: fc.constantFrom('kill' as const, 'power' as const, 'stop' as const) }),
      fc.record({ op: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 40 }) }),
    )
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 25 }), (actions) => {
        const rig = new Rig({ maxFileSizeBytes: 3000, transactionCapacity: 40 })
        let offered = 0
        let expected: number[] = []
        let open: number[] = []
        for (const each of actions) {
          if (each.op === 'put') {
            const run = rig.lane.records(offered, each.count)
            rig.lane.runThread(rig.context, (thread) => rig.put(thread, [run], each.commits), 1)
            if (each.commits) expected.push(...range(offered, offered + each.count))
            offered += each.count
          } else if (each.op === 'take') {
            const taken = rig.lane.runThread(rig.context, (thread) => rig.take(thread, each.count, each.ending), 1)
            const numbers = (taken as EventRun[]).flatMap(({ first, count }) => range(first, first + count))
            expect(numbers).toEqual(expected.slice(0, countEvents(taken as EventRun[])))
            if (each.ending === 'commit') expected = expected.slice(numbers.length)
            if (each.ending === 'none') {
              expected = expected.slice(numbers.length)
              open.push(...numbers)
            }
          } else if (each.op === 'end') {
            rig.reopen(each.how)
            expected = [...open, ...expected].sort((left, right) => left - right)
            open = []
            expect([...rig.queued()].sort((left, right) => left - right)).toEqual(expected)
            expected = rig.queued()
          } else rig.lane.run(each.seconds)
        }
        rig.reopen('kill')
        expect([...rig.queued()].sort((left, right) => left - right)).toEqual([...open, ...expected].sort((left, right) => left - right))
      }),
      { numRuns: 60 },
    )
  })
})
