// Durability: all replicas lose power together.
// Kafka acknowledges before the disk has the records; copies in three page caches are no help when all three go at once.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '70s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 30, { min: 10, max: 2_000, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '2s', for: '28s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafka = lane('Kafka, acks=all', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })
  const flushing = lane('Kafka, flush.messages=1', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2, 'flush.messages': 1 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })

  // The archive is out of reach for a while, so that the records are in the middle when the power goes.
  at('17s', () => {
    flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    for (const { link, host } of [kafka, flushing]) link(host('reader'), host('archive')).cut({ for: '8s' })
  })
  at('20s', () => {
    flume.host('collector').powerCut({ for: '5s' })
    for (const { cluster } of [kafka, flushing]) for (const broker of cluster.brokers) broker.powerCut({ for: '5s' })
  })

  expect(flume.lostWrites).toBe(0)
  expect(kafka.lostWrites).toBeGreaterThan(0)
  expect(flushing.lostWrites).toBe(0)
})
