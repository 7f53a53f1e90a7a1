import { describe, expect, it } from 'vitest'
import { FlumeAgent } from '../agent/flume-agent.ts'
import { FlumeTestLane } from '../testing/flume-test-lane.ts'
import { AvroClient } from '../world/avro-client.ts'
import { AvroStore } from '../world/avro-store.ts'
import { ServicePace } from '../../sim/service-pace.ts'

const head = 'a1.sources = r1\na1.channels = c1\na1.sinks = k1\na1.sources.r1.type = avro\na1.sources.r1.bind = 0.0.0.0\na1.sources.r1.channels = c1\na1.channels.c1.type = memory\na1.sinks.k1.channel = c1\n'
const firstTier = `${head}a1.sources.r1.port = 4000\na1.sinks.k1.type = avro\na1.sinks.k1.hostname = collector\na1.sinks.k1.port = 4001\na1.sinks.k1.batch-size = 10\n`
const toStore = `${head}a1.sources.r1.port = 4001\na1.sinks.k1.type = avro\na1.sinks.k1.hostname = storage\na1.sinks.k1.port = 4002\n`

interface Chain {
  readonly lane: FlumeTestLane
  readonly first: FlumeAgent
  readonly second: FlumeAgent
  readonly client: AvroClient
}

/** A client, two agents on hosts of their own, and a store. */
function chain(): Chain {
  const lane = new FlumeTestLane({ balancesAfterEachEvent: true })
  const { flume } = lane
  new AvroStore({ lane: flume, host: lane.lane.host('storage'), name: 'archive', port: 4002, pace: new ServicePace({ answerMicros: 1000 }) })
  const second = new FlumeAgent({ lane: flume, host: lane.lane.host('collector'), name: 'a1', conf: toStore })
  const first = new FlumeAgent({ lane: flume, host: lane.host, name: 'a1', conf: firstTier })
  first.process.start()
  second.process.start()
  const client = new AvroClient({
    lane: flume, host: lane.lane.host('client'), name: 'app', to: lane.host, port: 4000, owedTo: () => first.destinationsOf('r1'),
    method: 'appendBatch', batchSize: 10, repeats: true, retryMicros: 100_000,
  })
  lane.run(3)
  return { lane, first, second, client }
}

/** Events in the channel, those under way in its sink included. */
function heldBy(agent: FlumeAgent): number {
  let count = 0
  agent.walkComponent('channel', 'c1', (run) => { count += run.count })
  return count
}

describe('AvroSource', () => {
  it('hands events from tier to tier to the store, which is their one destination', () => {
    const { lane, first, client } = chain()
    expect(first.destinationsOf('r1').map((index) => lane.ledger.destinations[index]?.name)).toEqual(['archive'])
    client.send({ first: lane.stream.base, count: 50 })
    lane.run(20)
    expect(lane.ledger.balance()).toMatchObject([{ destination: 'archive', owed: 50, delivered: 50, duplicates: 0 }])
  })

  it('shows the whole way on the picture', () => {
    const { lane } = chain()
    const ways = lane.lane.topology.edges.map(({ from, to }) => `${from} → ${to}`)
    expect(ways).toContain('Flume/client/app → Flume/edge/a1/r1')
    expect(ways).toContain('Flume/edge/a1/k1 → Flume/collector/a1/r1')
    expect(ways).toContain('Flume/collector/a1/k1 → Flume/storage/archive')
  })

  it('holds events in the first tier while the second is down, and loses what the second had in memory', () => {
    const { lane, first, second, client } = chain()
    lane.lane.host('storage').powerCut()
    client.send({ first: lane.stream.base, count: 50 })
    lane.run(10)
    expect(heldBy(second)).toBe(50)
    second.process.kill()
    client.send({ first: lane.stream.base + 50, count: 50 })
    lane.run(10)
    expect(heldBy(first)).toBe(50)
    lane.lane.host('storage').powerOn()
    second.process.start()
    lane.run(60)
    expect(lane.ledger.balance()).toMatchObject([{ owed: 100, delivered: 50, lostWrites: 50 }])
  })

  it('duplicates a batch whose answer a cut link has lost', () => {
    const { lane, client } = chain()
    const link = lane.lane.network.link(lane.lane.host('storage'), lane.lane.host('collector'))
    lane.simulation.after(4_000_000, lane.host, () => { client.send({ first: lane.stream.base, count: 10 }) })
    lane.run(4)
    const wait = (): void => {
      if ((lane.ledger.balance()[0]?.delivered ?? 0) > 0) link.cut()
      else lane.simulation.after(100, lane.host, wait)
    }
    wait()
    lane.run(40)
    link.heal()
    lane.run(60)
    expect(lane.ledger.balance()).toMatchObject([{ delivered: 10, duplicates: 10, lostWrites: 0 }])
  })
})
