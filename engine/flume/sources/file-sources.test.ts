import { describe, expect, it } from 'vitest'
import type { FlumeAgent } from '../agent/flume-agent.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { SpoolDropper } from '../world/spool-dropper.ts'

const rest = (channel: string): string =>
  `a1.sources = r1\na1.channels = c1\na1.sinks = k1\na1.sources.r1.channels = c1\na1.channels.c1.type = ${channel}\na1.sinks.k1.type = avro\na1.sinks.k1.hostname = edge\na1.sinks.k1.port = 9\na1.sinks.k1.channel = c1\n`
const taildir = `a1.sources.r1.type = TAILDIR\na1.sources.r1.filegroups = g\na1.sources.r1.filegroups.g = /data/.*\\\\.log\na1.sources.r1.positionFile = /pos.json\n`
const spooldir = 'a1.sources.r1.type = spooldir\na1.sources.r1.spoolDir = /spool\na1.sources.r1.batchSize = 4\n'
const tail = 'a1.sources.r1.type = exec\na1.sources.r1.command = tail -F /data/app.log\n'

interface Rig {
  readonly lane: FlumeTestLane
  readonly agent: FlumeAgent
  readonly size: () => number | undefined
}

function setUp(source: string, channel = 'memory\na1.channels.c1.capacity = 1000'): Rig {
  const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
  const agent = lane.agent('a', source + rest(channel))
  lane.ledger.owe(lane.stream.index, agent.destinationsOf('r1'))
  lane.run(3)
  return { lane, agent, size: () => agent.channelSize('c1') }
}

describe('TAILDIR', () => {
  it('reads matching files only, and writes its positions 5 s after the start', () => {
    const { lane, size } = setUp(taildir)
    const files = lane.flume.filesOf(lane.host)
    files.open('/data/a.log').write([lane.records(0, 10)])
    files.open('/data/a.txt').write([lane.records(10, 10)])
    const positions = files.valueFile<readonly { readonly pos: number; readonly file: string }[]>('/pos.json')
    lane.run(3)
    expect(size()).toBe(10)
    expect(positions.read()).toBeUndefined()
    lane.run(3)
    expect(positions.read()).toMatchObject([{ pos: 60, file: '/data/a.log' }])
  })

  it('after a kill before the first write it reads all again; after SIGTERM nothing, and the memory channel is lost', () => {
    for (const how of ['kill', 'terminate'] as const) {
      const { lane, agent, size } = setUp(taildir)
      lane.flume.filesOf(lane.host).open('/data/a.log').write([lane.records(0, 10)])
      lane.run(2)
      agent.process[how]()
      lane.run(10)
      agent.process.start()
      lane.run(4)
      expect(size()).toBe(how === 'kill' ? 10 : 0)
      expect(lane.ledger.balance()[0]?.lostWrites).toBe(how === 'kill' ? 0 : 10)
    }
  })

  it('reads a renamed file again from its beginning when the new name matches too', () => {
    const { lane, size } = setUp(taildir)
    const files = lane.flume.filesOf(lane.host)
    files.open('/data/a.log').write([lane.records(0, 10)])
    lane.run(8)
    files.rename('/data/a.log', '/data/b.log')
    lane.run(8)
    expect(size()).toBe(20)
  })
})

describe('spooldir', () => {
  it('reads the oldest file first and renames it when all is in the channel', () => {
    const { lane, agent, size } = setUp(spooldir)
    const dropper = new SpoolDropper({ lane: lane.flume, host: lane.host, directory: '/spool', owedTo: () => agent.destinationsOf('r1') })
    dropper.drop('b', { first: lane.stream.base, count: 6 }, lane.stream.index)
    lane.run(1)
    dropper.drop('a', { first: lane.stream.base + 6, count: 5 }, lane.stream.index)
    lane.run(1)
    expect(size()).toBe(11)
    expect(lane.flume.filesOf(lane.host).names('/spool')).toEqual(['.flumespool', 'a.COMPLETED', 'b.COMPLETED'])
    expect(agent.metrics().get('SOURCE.r1')?.get('AppendBatchAcceptedCount')).toBe('4')
  })

  it('repeats a refused batch after 250 ms, then twice as long each time, and goes on where it was after a kill', () => {
    const { lane, agent, size } = setUp(spooldir, 'memory\na1.channels.c1.capacity = 10\na1.channels.c1.transactionCapacity = 10\na1.channels.c1.keep-alive = 0')
    const dropper = new SpoolDropper({ lane: lane.flume, host: lane.host, directory: '/spool', owedTo: () => agent.destinationsOf('r1') })
    dropper.drop('f', { first: lane.stream.base, count: 14 }, lane.stream.index)
    lane.run(6)
    expect(size()).toBe(8)
    expect(lane.logged('will try again after').map((line) => Number(/(\d+) milliseconds/.exec(line)?.[1])).slice(0, 5)).toEqual([250, 500, 1000, 2000, 4000])
    agent.process.kill()
    lane.run(1)
    agent.process.start()
    lane.run(4)
    expect(size()).toBe(6)
    expect(lane.ledger.balance()[0]?.lostWrites).toBe(8)
  })

  it('stops for good when a name is used again', () => {
    const { lane, agent } = setUp(spooldir)
    const dropper = new SpoolDropper({ lane: lane.flume, host: lane.host, directory: '/spool', owedTo: () => agent.destinationsOf('r1') })
    dropper.drop('f', { first: lane.stream.base, count: 2 }, lane.stream.index)
    lane.run(2)
    dropper.drop('f', { first: lane.stream.base + 2, count: 2 }, lane.stream.index)
    lane.run(2)
    dropper.drop('g', { first: lane.stream.base + 4, count: 2 }, lane.stream.index)
    lane.run(2)
    expect(lane.logged('FATAL: Spool Directory source r1')[0]).toContain('File name has been re-used with different files. Spooling assumptions violated for /spool/f.COMPLETED')
    expect(lane.flume.filesOf(lane.host).names('/spool')).toContain('g')
  })
})

describe('exec with tail -F', () => {
  it('shows the last 10 lines at every start, and never what was written before them while it was down', () => {
    const { lane, agent, size } = setUp(tail)
    const file = lane.flume.filesOf(lane.host).open('/data/app.log')
    file.write([lane.records(0, 20)])
    lane.run(5)
    expect(size()).toBe(20)
    agent.process.kill()
    lane.run(1)
    file.write([lane.records(20, 30)])
    lane.run(1)
    agent.process.start()
    lane.run(6)
    expect(size()).toBe(10)
    const lost = lane.ledger.balance()[0]?.lines.filter(({ fate }) => fate === 'lost').map(({ count, firstRecord }) => [firstRecord, count])
    expect(lost).toEqual([[0, 20], [20, 20]])
  })
})
