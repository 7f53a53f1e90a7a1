import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OutOfMemoryError } from '../exceptions.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { AvroClient } from '../world/avro-client.ts'
import { LogWriter } from '../world/log-writer.ts'
import { FlumeAgent } from './flume-agent.ts'
import { AgentHeap } from './agent-heap.ts'
import { defaultAgentCosts } from './costs.ts'

const EVENT_BYTES = defaultAgentCosts.eventHeapBytes + 5
const MIB = 2 ** 20

describe('AgentHeap', () => {
  it('counts an event in two channels once, and refuses the first batch that does not fit', () => {
    const lane = new FlumeTestLane()
    const channels: { first: number; count: number }[][] = [[], []]
    const room = 100
    const heap = new AgentHeap({ lane: lane.lane, process: lane.idleContext().process, costs: { ...defaultAgentCosts, heapBytes: defaultAgentCosts.baseHeapBytes + room * EVENT_BYTES } }, (visit) => { channels.flat().forEach(visit) })
    for (let batch = 0; batch < 10; batch++) {
      const run = lane.records(batch * 10, 10)
      const grip = heap.hold([run])
      for (const channel of channels) {
        channel.push(run)
        heap.keep([run])
      }
      grip.release()
    }
    expect(() => heap.hold([lane.records(100, 1)])).toThrow(OutOfMemoryError)
    for (const channel of channels) heap.free(channel.splice(0, 1))
    expect(() => heap.hold([lane.records(100, 11)])).toThrow('java.lang.OutOfMemoryError: Java heap space')
    heap.hold([lane.records(100, 10)]).release()
  })

  it('gives back what it took, whatever the pieces', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }), (pieces) => {
      const lane = new FlumeTestLane()
      const total = pieces.reduce((sum, count) => sum + count, 0)
      const run = lane.records(0, total)
      const heap = new AgentHeap({ lane: lane.lane, process: lane.idleContext().process, costs: { ...defaultAgentCosts, heapBytes: defaultAgentCosts.baseHeapBytes + total * EVENT_BYTES } }, () => undefined)
      heap.keep([run])
      let first = run.first
      for (const count of pieces) {
        heap.free([{ first, count }])
        first += count
      }
      heap.hold([run]).release()
      expect(() => heap.hold([{ ...run, count: total + 1 }])).toThrow(OutOfMemoryError)
    }), { numRuns: 20 })
  })
})

const memory = 'a1.channels.c1.type = memory\na1.channels.c1.capacity = 1000000\na1.channels.c1.transactionCapacity = 1000000\na1.channels.c1.byteCapacity = 0\n'
const stuckSink = 'a1.sinks.k1.type = avro\na1.sinks.k1.hostname = edge\na1.sinks.k1.port = 9\na1.sinks.k1.channel = c1\n'

function agentWith(lane: FlumeTestLane, source: string): FlumeAgent {
  const lines = source.split('\n').map((line) => `a1.sources.r1.${line}\n`).join('')
  const conf = `a1.sources = r1\na1.channels = c1\na1.sinks = k1\n${lines}a1.sources.r1.channels = c1\n${memory}${stuckSink}`
  const agent = new FlumeAgent({ lane: lane.flume, host: lane.host, name: 'a1', conf, costs: { heapBytes: defaultAgentCosts.baseHeapBytes + MIB } })
  agent.process.start()
  return agent
}

/** As many events as a MiB holds, beside those of the batch that did not fit. */
const roomEvents = Math.floor(MIB / EVENT_BYTES)

describe('an agent whose heap is full', () => {
  it('ends the thread of a sequence source for good; the process and its channel go on', () => {
    const lane = new FlumeTestLane()
    const agent = agentWith(lane, 'type = seq\nbatchSize = 1000')
    lane.run(30)
    expect(agent.process.isAlive).toBe(true)
    // Bodies are the digits of a number: of none, and of at most four bytes.
    expect(agent.channelSize('c1')).toBeGreaterThan(MIB / (defaultAgentCosts.eventHeapBytes + 4) - 1000)
    expect(agent.channelSize('c1')).toBeLessThan(MIB / defaultAgentCosts.eventHeapBytes)
    expect(lane.logged('Exception in thread "PollableSourceRunner-r1" java.lang.OutOfMemoryError: Java heap space')).toHaveLength(1)
    lane.requireBalance()
  })

  it('reads a tailed file again and again, since TaildirSource catches every Throwable', () => {
    const lane = new FlumeTestLane()
    const agent = agentWith(lane, 'type = TAILDIR\nfilegroups = f\nfilegroups.f = /var/log/app.log\nbatchSize = 1000')
    lane.run(3)
    const writer = new LogWriter({ lane: lane.flume, host: lane.host, name: 'app', path: '/var/log/app.log', owedTo: () => agent.destinationsOf('r1') })
    lane.run(1)
    writer.append({ first: lane.stream.base, count: roomEvents + 3000 })
    lane.run(60)
    expect(lane.logged('Unable to tail files').length).toBeGreaterThan(5)
    expect(agent.channelSize('c1')).toBeLessThanOrEqual(roomEvents)
    lane.requireBalance()
  })

  it('closes the connection of an Avro client, whose events stay with it, and serves the next call', () => {
    const lane = new FlumeTestLane()
    const agent = agentWith(lane, 'type = avro\nbind = 0.0.0.0\nport = 4141')
    lane.run(3)
    const results: string[] = []
    const client = new AvroClient({
      lane: lane.flume, host: lane.lane.host('client'), name: 'app', to: lane.host, port: 4141, owedTo: () => agent.destinationsOf('r1'),
      method: 'appendBatch', batchSize: 1000, repeats: true, retryMicros: 1_000_000, onResult: (_, result) => results.push(result),
    })
    client.send({ first: lane.stream.base, count: roomEvents + 3000 })
    lane.run(60)
    expect(lane.logged('NettyServer - Unexpected exception from downstream.').length).toBeGreaterThan(5)
    expect(results.filter((result) => result === 'OK')).toHaveLength(Math.floor(roomEvents / 1000))
    expect(results.at(-1)).not.toBe('OK')
    lane.requireBalance()
    const [balance] = lane.ledger.balance()
    expect(balance?.lines.map(({ fate, place, count }) => [fate, place, count])).toEqual([
      ['in flight', 'Flume/edge/a1/c1', agent.channelSize('c1')],
      ['in flight', 'Flume/client/app', roomEvents + 3000 - (agent.channelSize('c1') ?? 0)],
    ])
  })
})
