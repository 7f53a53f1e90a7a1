// Durability: a lost disk.
// The machine in the middle loses its disk and comes back with an empty one. Flume keeps one copy; the topic has three.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '70s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 60, { min: 10, max: 2_000, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '2s', for: '28s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafka = lane('Kafka, three copies', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })

  // The archive is out of reach for a while, so that there is something on the disk to lose.
  at('17s', () => {
    flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  at('20s', () => {
    for (const machine of [flume.host('collector'), kafka.leaderOf('events').host]) {
      machine.disk.lose({ for: '5s' })
      machine.powerCut({ for: '6s' })
    }
  })

  expect(flume.lostWrites).toBeGreaterThan(0)
  expect(kafka.lostWrites).toBe(0)
})
