import { describe, expect, it } from 'vitest'
import type { Channel } from '../channels/channel.ts'
import { MemoryChannel } from '../channels/memory-channel.ts'
import type { SelectorConfiguration } from '../conf/selectors.ts'
import { channelSelector } from '../selectors/channel-selector.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { ChannelProcessor } from './channel-processor.ts'

const REPLICATING = 'org.apache.flume.channel.ReplicatingChannelSelector'

interface Rig {
  readonly lane: FlumeTestLane
  readonly ok: MemoryChannel
  readonly failing: MemoryChannel
  readonly send: (first: number, count: number) => unknown
}

/** Channels `ok` and `failing` (too small for any batch) behind one processor. */
function setUp(selector: SelectorConfiguration): Rig {
  const lane = new FlumeTestLane()
  const context = lane.idleContext()
  const settings = { transactionCapacity: 100, keepAliveSeconds: 0, byteSlots: 1_000_000 }
  const ok = new MemoryChannel(context, 'ok', { ...settings, capacity: 1000 })
  const failing = new MemoryChannel(context, 'failing', { ...settings, capacity: 10 })
  const channels = new Map<string, Channel>([['ok', ok], ['failing', failing]])
  const channelOf = (name: string): Channel => channels.get(name) ?? ok
  const processor = new ChannelProcessor({
    context,
    source: 'r1',
    channels: ['ok', 'failing'],
    selector: channelSelector(selector, channelOf, lane.lane.streams),
    interceptors: [],
  })
  return { lane, ok, failing, send: (first, count) => lane.runThread(context, (thread) => processor.processEventBatch(thread, [lane.records(first, count)]), 1) }
}

describe('ChannelProcessor', () => {
  it('leaves a copy in the channels before the one that fails, at every attempt', () => {
    const { ok, failing, send } = setUp({ className: REPLICATING, required: ['ok', 'failing'], optional: [] })
    const outcomes = [send(0, 20), send(0, 20), send(0, 20)]
    expect(outcomes.map(String).every((text) => text.includes('ChannelFullException'))).toBe(true)
    expect([ok.size, failing.size]).toEqual([60, 0])
  })

  it('leaves none when the failing channel is written first', () => {
    const { ok, send } = setUp({ className: REPLICATING, required: ['failing', 'ok'], optional: [] })
    expect(String(send(0, 20))).toContain('ChannelFullException')
    expect(ok.size).toBe(0)
  })

  it('succeeds when only an optional channel fails', () => {
    const { lane, ok, failing, send } = setUp({ className: REPLICATING, required: ['ok'], optional: ['failing'] })
    expect([send(0, 20), send(20, 20)]).toEqual([undefined, undefined])
    expect([ok.size, failing.size]).toEqual([40, 0])
    expect(lane.logged('Unable to put batch on optional channel: org.apache.flume.channel.MemoryChannel{name: failing}')).toHaveLength(2)
  })

  it('throws a NullPointerException after the required channels when an optional one does not exist', () => {
    const { ok, send } = setUp({ className: REPLICATING, required: ['ok'], optional: [null] })
    expect(String(send(0, 5))).toContain('NullPointerException')
    expect(String(send(0, 5))).toContain('NullPointerException')
    expect(ok.size).toBe(10)
  })

  it('tells the source that all is well when no channel is mapped and there is no default', () => {
    const { ok, failing, send } = setUp({
      className: 'org.apache.flume.channel.MultiplexingChannelSelector',
      header: 'h',
      default: [],
      mapping: new Map([['a', ['ok']]]),
      optional: new Map(),
    })
    expect(send(0, 5)).toBeUndefined()
    expect([ok.size, failing.size]).toEqual([0, 0])
  })
})
