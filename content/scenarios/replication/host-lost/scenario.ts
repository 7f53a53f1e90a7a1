// Replication: a machine is lost.
// The machine that holds the records is gone with all its disks, and a new one takes its place. A RAID goes with its machine.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'
import kafkaChannel from './kafka-channel.conf'

export default scenario({ seed: 7, duration: '90s' }, ({ param, lane, at, expect }) => {
  const away = param('away', 15, { min: 5, max: 40, unit: 's' })
  const timeout = param('request.timeout.ms', 30_000, { min: 5_000, max: 30_000, step: 1_000, unit: 'ms' })
  const events = load.steady({ name: 'events', perSecond: 40, bytes: 200, from: '5s', for: '30s' })

  const flume = lane('Flume, file channel on RAID 10', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector', { raid: { level: 10, disks: 4 } }) })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const channel = lane('Flume, Kafka channel', ({ host, agent, cluster, store }) => {
    cluster({ brokers: 3 }).topic('flume-channel', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    const collector = agent('collector', { conf: kafkaChannel, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafka = lane('Kafka, three copies', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 100, 'request.timeout.ms': timeout }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })

  // The archive is out of reach for a while, so that there is something in the middle to lose.
  at('17s', () => {
    for (const side of [flume, channel]) side.link(side.host('collector'), side.host('archive')).cut({ for: '8s' })
    kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  // With a Kafka channel the collector and a broker are two machines: both are lost.
  at('20s', () => {
    flume.host('collector').lose({ for: `${away}s` })
    channel.host('collector').lose({ for: `${away}s` })
    channel.leaderOf('flume-channel').host.lose({ for: `${away}s` })
    kafka.leaderOf('events').host.lose({ for: `${away}s` })
  })

  expect(flume.lostWrites).toBeGreaterThan(0)
  expect(channel.lostWrites).toBe(0)
  expect(kafka.lostWrites).toBe(0)
})
