// Durability: Kafka loses what Flume keeps.
// Three settings in use that give up durability, against a file channel with its defaults.
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
  const acksOne = lane('Kafka, acks=1', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3 })
    brokers.producer({ acks: 1 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })
  const oneCopy = lane('Kafka, one copy', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 1 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })
  const unclean = lane('Kafka, unclean election', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'unclean.leader.election.enable': true })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })
  const kafkas = [acksOne, oneCopy, unclean]

  // The archive is out of reach for a while; then the machine that has the records loses its power.
  at('17s', () => {
    flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    for (const kafka of kafkas) kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  // With acks=1 nobody notices that the followers are cut off; they stay in the ISR for replica.lag.time.max.ms.
  at('18s', () => {
    const leader = acksOne.leaderOf('events')
    for (const broker of acksOne.cluster.brokers) if (broker.name !== leader.name) acksOne.link(leader, broker).cut({ for: '4s' })
  })
  // Without the followers the leader is the whole ISR, and acks=all means it alone.
  at('10s', () => {
    const leader = unclean.leaderOf('events')
    for (const broker of unclean.cluster.brokers) if (broker.name !== leader.name) broker.kill({ for: '13s' })
  })
  at('20s', () => {
    flume.host('collector').powerCut({ for: '8s' })
    acksOne.leaderOf('events').powerCut({ for: '8s' })
    oneCopy.leaderOf('events').powerCut({ for: '8s' })
    unclean.leaderOf('events').powerCut({ for: '20s' })
  })

  expect(flume.lostWrites).toBe(0)
  expect(acksOne.lostWrites).toBeGreaterThan(0)
  expect(oneCopy.lostWrites).toBeGreaterThan(0)
  expect(unclean.lostWrites).toBeGreaterThan(0)
})
