import { describe, expect, it } from 'vitest'
import { FlumeAgent } from './flume-agent.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { LineClient } from '../world/line-client.ts'

const base = 'a1.sources = r1\na1.channels = c1\na1.sinks = k1\na1.sources.r1.type = netcat\na1.sources.r1.bind = 0.0.0.0\na1.sources.r1.port = 4000\na1.sources.r1.channels = c1\na1.channels.c1.type = memory\na1.channels.c1.keep-alive = 1\na1.sinks.k1.type = avro\na1.sinks.k1.hostname = edge\na1.sinks.k1.port = 9\na1.sinks.k1.channel = c1\n'
const conf = base.replace('keep-alive', 'capacity = 1000\na1.channels.c1.keep-alive')

interface Rig {
  readonly lane: FlumeTestLane
  readonly agent: FlumeAgent
  readonly client: LineClient
  readonly replies: string[]
  readonly channel: (field: string) => string | undefined
}

/** An agent that looks every 2 s, with 50 events in its channel that nobody takes. */
function setUp(args: readonly string[] = ['--poll-interval', '2']): Rig {
  const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
  const agent = new FlumeAgent({ lane: lane.flume, host: lane.host, name: 'a1', conf, args })
  agent.process.start()
  lane.run(3)
  const replies: string[] = []
  const client = new LineClient({
    lane: lane.flume, host: lane.lane.host('client'), name: 'nc', to: lane.host, port: 4000, owedTo: () => agent.destinationsOf('r1'),
    readsReplies: true, waitsForReply: false, repeatsUntilOk: false, reconnectMicros: 100_000, onReply: (text) => replies.push(text),
  })
  lane.run(0.1)
  client.write({ first: lane.stream.base, count: 50 })
  lane.run(1)
  return { lane, agent, client, replies, channel: (field) => agent.metrics().get('CHANNEL.c1')?.get(field) }
}

describe('reload', () => {
  it('restarts every component for any edit; a memory channel keeps its events, counters begin at 0', () => {
    const { lane, agent, channel } = setUp()
    expect([channel('ChannelSize'), channel('EventPutSuccessCount')]).toEqual(['50', '50'])
    agent.replaceConf(conf)
    lane.run(4)
    expect([channel('ChannelSize'), channel('EventPutSuccessCount')]).toEqual(['50', '0'])
    expect(lane.logged('Application - Starting Source r1')).toHaveLength(2)
  })

  it('looks every 30 s by default, and never with --no-reload-conf', () => {
    for (const [args, starts] of [[[], 2], [['--no-reload-conf'], 1]] as const) {
      const { lane, agent } = setUp(args)
      agent.replaceConf(conf)
      lane.run(20)
      expect(lane.logged('Application - Starting Source r1')).toHaveLength(1)
      lane.run(20)
      expect(lane.logged('Application - Starting Source r1')).toHaveLength(starts)
    }
  })

  it('grows a channel at once, and gives up shrinking one below what it holds', () => {
    const { lane, agent, channel } = setUp()
    agent.replaceConf(conf.replace('capacity = 1000', 'capacity = 2000'))
    lane.run(4)
    expect(channel('ChannelCapacity')).toBe('2000')
    agent.replaceConf(conf.replace('capacity = 1000', 'capacity = 20\na1.channels.c1.transactionCapacity = 20').replace('port = 9', 'port = 9\na1.sinks.k1.batch-size = 10'))
    lane.run(6)
    expect([channel('ChannelCapacity'), channel('ChannelSize')]).toEqual(['2000', '50'])
    expect(lane.logged("Couldn't acquire permits to downsize the queue, resizing has been aborted")).toHaveLength(1)
  })

  it('loses the events of a channel that is renamed, and what an open connection still sends to it, though it answers OK', () => {
    const { lane, agent, client, replies } = setUp()
    agent.replaceConf(conf.replaceAll('c1', 'c2'))
    lane.run(6)
    client.write({ first: lane.stream.base + 50, count: 1 })
    lane.run(2)
    expect(replies).toHaveLength(51)
    expect(replies.at(-1)).toBe('OK')
    expect(agent.channelSize('c2')).toBe(0)
    const [balance] = lane.ledger.balance()
    expect(balance?.lostWrites).toBe(51)
  })

  it('keeps the events through an edit that leaves no channels, and through one without sinks', () => {
    const { lane, agent, channel } = setUp()
    agent.replaceConf(conf.replace('a1.channels = c1\n', ''))
    lane.run(4)
    expect(lane.lane.network.isListening(lane.host, 4000)).toBe(false)
    agent.replaceConf(conf.replace('a1.sinks = k1\n', ''))
    lane.run(4)
    agent.replaceConf(conf)
    lane.run(4)
    expect(lane.lane.network.isListening(lane.host, 4000)).toBe(true)
    expect(channel('ChannelSize')).toBe('50')
  })

  it('goes on with the old components after an unknown type, and sees no later edit', () => {
    const { lane, agent, channel } = setUp()
    agent.replaceConf(conf.replace('netcat', 'nosuch'))
    lane.run(4)
    agent.replaceConf(conf)
    lane.run(8)
    expect(lane.logged('Application - Starting Source r1')).toHaveLength(1)
    expect(channel('ChannelSize')).toBe('50')
    expect(lane.lane.network.isListening(lane.host, 4000)).toBe(true)
  })
})
