// Scalability: a member crashes.
// One of three readers is killed and does not come back. Its partitions wait for a timeout; what a collector has stored waits for the collector.
import { load, scenario } from 'kafka-vs-flume'
import collectorConf from './collector.conf'
import edge from './edge.conf'

export default scenario({ seed: 7, duration: '85s' }, ({ param, lane, at, expect }) => {
  const session = param('session.timeout.ms', 45_000, { min: 6_000, max: 45_000, step: 1_000, unit: 'ms' })
  const outage = param('outage', 8, { min: 0, max: 15, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 15, bytes: 200, key: (number) => `user-${number % 60}`, from: '10s', for: '45s' })

  const flume = lane('Flume, collectors', ({ host, agent, store }) => {
    agent('edge', { conf: edge, on: host('edge') }).source('r1').receives(events)
    const archive = store('archive')
    for (const machine of ['collector-1', 'collector-2', 'collector-3']) {
      agent('collector', { conf: collectorConf, on: host(machine) }).sink('k1').writes(archive)
    }
  })
  const protocols = {
    eager: { 'session.timeout.ms': session, 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RangeAssignor' },
    cooperative: { 'session.timeout.ms': session, 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' },
    // Its session is the group's: group.consumer.session.timeout.ms of the brokers, 45 s, which is also the least.
    'consumer protocol': { 'group.protocol': 'consumer' },
  } as const
  const kafkas = Object.entries(protocols).map(([name, protocol]) => {
    const readers: { readonly kill: () => void }[] = []
    const side = lane(`Kafka, ${name}`, ({ host, cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      const archive = store('archive')
      brokers.topic('events', { partitions: 6, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      for (const number of [1, 2, 3]) {
        readers.push(brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest', ...protocol, on: host(`reader-${number}`) }).subscribes('events').writes(archive))
      }
    })
    return { side, readers }
  })

  // The archive is out of reach for a while, so that there is something that the lost one was to bring there.
  if (outage > 0) {
    at(`${30 - outage}s`, () => {
      for (const machine of ['collector-1', 'collector-2', 'collector-3']) flume.link(flume.host(machine), flume.host('archive')).cut({ for: `${outage}s` })
      for (const { side } of kafkas) for (const machine of ['reader-1', 'reader-2', 'reader-3']) side.link(side.host(machine), side.host('archive')).cut({ for: `${outage}s` })
    })
  }
  at('28s', () => {
    flume.agent('collector-3/collector').kill()
    for (const { readers } of kafkas) readers[2]?.kill()
  })

  for (const { side } of kafkas) {
    expect(side.lost).toBe(0)
    expect(side.delivered).toBe(side.offered)
  }
  expect(flume.lost).toBe(0)
  if (outage >= 8) expect(flume.inFlight).toBeGreaterThan(0)
})
