import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { LineClient } from '../world/line-client.ts'
import { LogWriter } from '../world/log-writer.ts'

interface Parts {
  readonly source: string
  readonly channel?: string
  readonly sink?: string
}

/** A configuration of agent a1 with one source, one channel and one sink; settings without their prefixes, a line each. */
function confOf({ source, channel = 'type = memory', sink = 'type = null' }: Parts): string {
  const lines = (prefix: string, text: string): string => text.split('\n').map((line) => `a1.${prefix}.${line}\n`).join('')
  return `a1.sources = r1\na1.channels = c1\na1.sinks = k1\n${lines('sources.r1', source)}a1.sources.r1.channels = c1\n${lines('channels.c1', channel)}${lines('sinks.k1', sink)}a1.sinks.k1.channel = c1\n`
}

const fileRoll = 'type = file_roll\nsink.directory = /data/out\nsink.rollInterval = 0'
const netcat = 'type = netcat\nbind = 0.0.0.0\nport = 4000'

function client(lane: FlumeTestLane, owedTo: () => readonly number[], onReply: (text: string) => void = () => undefined): LineClient {
  const made = new LineClient({
    lane: lane.flume, host: lane.lane.host('client'), name: 'nc', to: lane.host, port: 4000, owedTo,
    readsReplies: true, waitsForReply: false, repeatsUntilOk: false, reconnectMicros: 100_000, onReply,
  })
  lane.run(0.1)
  return made
}

describe('FlumeAgent', () => {
  it('starts channels, waits for them, then starts sinks and sources', () => {
    const lane = new FlumeTestLane()
    lane.agent('a', confOf({ source: netcat }))
    lane.run(3)
    const order = lane.logged('Application - ').map((line) => line.replace('Application - ', '')).slice(1)
    expect(order).toEqual([
      'Starting Channel c1', 'Waiting for channel: c1 to start. Sleeping for 500 ms', 'Starting Sink k1', 'Starting Source r1',
    ])
  })

  it('stops sources, sinks and channels on SIGTERM, and loses what a memory channel holds', () => {
    const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
    const agent = lane.agent('a', confOf({ source: netcat, sink: 'type = avro\nhostname = edge\nport = 9' }))
    lane.run(3)
    client(lane, () => agent.destinationsOf('r1')).write({ first: lane.stream.base, count: 30 })
    lane.run(1)
    expect(agent.channelSize('c1')).toBe(30)
    agent.process.terminate()
    lane.run(10)
    expect(agent.process.isAlive).toBe(false)
    expect(lane.logged('Application - Stopping').map((line) => line.slice(14))).toEqual(['Stopping Source r1', 'Stopping Sink k1', 'Stopping Channel c1'])
    const [balance] = lane.ledger.balance()
    expect(balance?.lines.map(({ fate, count, acknowledged }) => [fate, count, acknowledged])).toEqual([['lost', 30, 30]])
  })

  it('tries a source again every 3 s while its port is taken', () => {
    const lane = new FlumeTestLane()
    const first = lane.agent('a', confOf({ source: netcat }))
    lane.run(3)
    const second = lane.agent('b', confOf({ source: netcat }))
    lane.run(8)
    expect(lane.logged('Unable to start EventDrivenSourceRunner')).toHaveLength(3)
    first.process.kill()
    lane.run(3)
    expect(lane.lane.network.isListening(lane.host, 4000)).toBe(true)
    expect(second.process.isRunning).toBe(true)
  })

  it('ends when the configuration is fatal, and when a component is not simulated, saying why', () => {
    const lane = new FlumeTestLane()
    const fatal = lane.agent('a', confOf({ source: 'type = nonsense' }))
    const uncovered = lane.agent('b', confOf({ source: netcat, sink: 'type = irc\nhostname = h\nnick = n\nchan = c' }))
    lane.run(2)
    expect([fatal.process.isAlive, uncovered.process.isAlive]).toEqual([false, false])
    expect(lane.logged('A fatal error occurred while running')[0]).toContain('Unable to load source type: nonsense')
    expect(lane.logged('is not simulated here')[0]).toContain('k1')
  })

  it('answers OK until the channel is full, then FAILED with the reason', () => {
    const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
    const agent = lane.agent('a', confOf({ source: netcat, channel: 'type = memory\ncapacity = 10\ntransactionCapacity = 10\nkeep-alive = 1', sink: 'type = avro\nhostname = edge\nport = 9' }))
    lane.run(3)
    const replies: string[] = []
    client(lane, () => agent.destinationsOf('r1'), (text) => replies.push(text)).write({ first: lane.stream.base, count: 12 })
    lane.run(5)
    expect(replies.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'OK'))
    expect(replies.slice(10).every((text) => text.startsWith("FAILED: Space for commit to queue couldn't be acquired"))).toBe(true)
    expect(lane.ledger.refusedAttempts).toBe(2)
  })

  it('kills an exec source for good at a full channel; with restart it begins from scratch', () => {
    const exec = 'type = exec\ncommand = seq 1 500\nbatchSize = 20'
    const small = 'type = memory\ncapacity = 100\ntransactionCapacity = 100\nkeep-alive = 1'
    const dead = new FlumeTestLane({ balancesAfterEachEvent: true })
    const agent = dead.agent('a', confOf({ source: exec, channel: small, sink: 'type = avro\nhostname = edge\nport = 9' }))
    dead.run(30)
    expect(agent.channelSize('c1')).toBe(100)
    expect(agent.isChildAlive('r1')).toBe(false)
    expect(dead.logged('ExecSource - Command [seq 1 500] exited with 0')).toHaveLength(1)

    const restarting = new FlumeTestLane()
    const drained = 'type = file_roll\nsink.directory = /data/out\nsink.rollInterval = 0\nsink.batchSize = 20'
    restarting.agent('a', confOf({ source: `${exec}\nrestart = true\nrestartThrottle = 5000\nbatchTimeout = 3000`, channel: small, sink: drained }))
    restarting.run(12)
    const lines = restarting.linesIn('/data/out')
    expect(lines.filter((line) => line === '1').length).toBeGreaterThan(1)
  })

  it('takes 20 events, waits for more, and backs off: the null sink on a queue of 20', () => {
    const lane = new FlumeTestLane()
    const agent = lane.agent('a', confOf({ source: 'type = seq\ntotalEvents = 20\nbatchSize = 20' }))
    lane.run(3)
    expect(agent.metrics().get('CHANNEL.c1')?.get('EventTakeSuccessCount')).toBe('0')
    lane.run(3)
    expect(agent.metrics().get('CHANNEL.c1')?.get('EventTakeSuccessCount')).toBe('20')
  })

  it('takes back what a power loss took out of the files of a file_roll sink', () => {
    const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
    const agent = lane.agent('a', confOf({ source: netcat, sink: fileRoll }))
    lane.run(3)
    client(lane, () => agent.destinationsOf('r1')).write({ first: lane.stream.base, count: 30 })
    lane.run(10)
    expect(lane.ledger.balance()[0]?.delivered).toBe(30)
    lane.host.powerCut()
    lane.run(1)
    const [balance] = lane.ledger.balance()
    expect(balance?.delivered).toBe(0)
    expect(balance?.lostWrites).toBe(30)
  })

  it('balances after every event, whatever is killed and when, and a file channel with TAILDIR loses nothing', () => {
    const fault = fc.record({ atMs: fc.integer({ min: 500, max: 20_000 }), how: fc.constantFrom('kill', 'terminate', 'power'), downMs: fc.integer({ min: 0, max: 4000 }) })
    fc.assert(
      fc.property(fc.array(fault, { maxLength: 3 }), fc.constantFrom('memory', 'file'), (faults, type) => {
        const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
        const tailed = 'type = TAILDIR\nfilegroups = g\nfilegroups.g = /data/app.log\npositionFile = /data/pos.json\nbatchSize = 7'
        const agent = lane.agent('a', confOf({ source: tailed, channel: `type = ${type}`, sink: `${fileRoll}\nsink.batchSize = 5` }))
        const other = lane.lane.host('other')
        const writer = new LogWriter({ lane: lane.flume, host: lane.host, name: 'app', path: '/data/app.log', owedTo: () => agent.destinationsOf('r1') })
        lane.ledger.owe(lane.stream.index, agent.destinationsOf('r1'))
        for (let batch = 0; batch < 20; batch++) {
          lane.simulation.at(1000 + batch * 1_000_000, lane.host, () => { writer.append({ first: lane.stream.base + batch * 10, count: 10 }) })
        }
        for (const { atMs, how, downMs } of faults) {
          lane.simulation.at(atMs * 1000, other, () => {
            if (how === 'power') lane.host.powerCut()
            else if (how === 'kill') agent.process.kill()
            else agent.process.terminate()
          })
          lane.simulation.at((atMs + downMs) * 1000, other, () => {
            lane.host.powerOn()
            agent.process.start()
          })
        }
        lane.run(60)
        agent.process.start()
        lane.run(60)
        const [balance] = lane.ledger.balance()
        const hadPower = faults.every(({ how }) => how !== 'power')
        if (type === 'file' && hadPower) expect(balance?.lostWrites).toBe(0)
        if (faults.length === 0) expect(balance?.delivered).toBe(200)
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})
