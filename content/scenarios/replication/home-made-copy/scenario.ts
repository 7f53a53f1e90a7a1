// Replication: a copy made by hand.
// A replicating selector gives each event to two collectors. One of them is down for a while; then the other one is lost.
import { load, scenario } from 'kafka-vs-flume'
import collectorConf from './collector.conf'
import filesConf from './edge-files.conf'
import optionalConf from './edge-optional.conf'
import requiredConf from './edge-required.conf'

export default scenario({ seed: 7, duration: '75s' }, ({ param, lane, at, expect }) => {
  const outage = param('outage', 26, { min: 0, max: 30, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 50, bytes: 200, from: '3s', for: '37s' })

  const flumeWith = (name: string, edgeConf: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      agent('edge', { conf: edgeConf, on: host('edge') }).source('r1').receives(events)
      for (const name of ['collector-1', 'collector-2']) {
        agent('collector', { conf: collectorConf, on: host(name) }).sink('k1').writes(store('archive'))
      }
    })
  const required = flumeWith('both required', requiredConf)
  const optional = flumeWith('one optional', optionalConf)
  const files = flumeWith('both required, file channels', filesConf)
  const kafka = lane('Kafka, three copies', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })
  const flumes = [required, optional, files]
  const broker = (turn: 0 | 1) => {
    const { brokers } = kafka.cluster
    const leader = brokers.findIndex(({ name }) => name === kafka.leaderOf('events').name)
    return brokers[(leader + turn) % brokers.length] ?? kafka.leaderOf('events')
  }

  if (outage > 0) {
    at('5s', () => {
      for (const flume of flumes) flume.host('collector-2').powerCut({ for: `${outage}s` })
      broker(1).powerCut({ for: `${outage}s` })
    })
  }
  // The archive is out of reach for a while, so that the first copy is the only one beside that of the second machine.
  at('26s', () => {
    for (const flume of flumes) for (const name of ['collector-1', 'collector-2']) flume.link(flume.host(name), flume.host('archive')).cut({ for: '18s' })
    kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '18s' })
  })
  at('42s', () => {
    for (const flume of flumes) flume.host('collector-1').lose({ for: '20s' })
    kafka.leaderOf('events').host.lose({ for: '20s' })
  })

  expect(required.lostWrites).toBe(0)
  expect(files.lostWrites).toBe(0)
  expect(kafka.lostWrites).toBe(0)
  expect(kafka.duplicates).toBe(0)
  expect(files.duplicates).toBeGreaterThan(0)
})
