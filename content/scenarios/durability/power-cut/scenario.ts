// Durability: a power cut of one machine.
// What was only in the page cache goes with the power. Flume's file channel waits for the disk; Kafka relies on its copies.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '70s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 50, { min: 10, max: 2_000, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '2s', for: '28s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafkaWith = (copies: 1 | 3) =>
    lane(copies === 1 ? 'Kafka, one copy' : 'Kafka, three copies', ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      const minInSync = copies === 1 ? 1 : 2
      brokers.topic('events', { partitions: 1, replicationFactor: copies, 'min.insync.replicas': minInSync })
      brokers.producer({ acks: 'all' }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
    })
  const one = kafkaWith(1)
  const three = kafkaWith(3)

  // The archive is out of reach for a while, so that the machine in the middle has something to lose.
  at('17s', () => {
    flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    for (const kafka of [one, three]) kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  at('20s', () => {
    flume.host('collector').powerCut({ for: '6s' })
    one.leaderOf('events').powerCut({ for: '6s' })
    three.leaderOf('events').powerCut({ for: '6s' })
  })

  expect(flume.lostWrites).toBe(0)
  expect(three.lostWrites).toBe(0)
  expect(one.lostWrites).toBeGreaterThan(0)
})
