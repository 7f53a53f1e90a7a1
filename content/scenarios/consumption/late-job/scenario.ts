// Consumption: retention overtakes the batch job.
// A job reads by the clock, and its archive is closed for longer than the topic keeps records. Half a minute of retention stands for the usual week.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '110s' }, ({ param, lane, at, expect }) => {
  const closed = param('closed', 50, { min: 5, max: 60, unit: 's' })
  const retention = param('retention', 30, { min: 20, max: 90, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 40, bytes: 500, from: '4s', for: '70s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3, 'log.retention.check.interval.ms': 5_000 })
    brokers.topic('events', {
      partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2, 'retention.ms': retention * 1_000, 'segment.ms': 5_000,
    })
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest', commit: 'after each batch', every: '10s' })
      .subscribes('events').writes(store('archive'))
  })

  at('18s', () => {
    flume.link(flume.host('collector'), flume.host('archive')).cut({ for: `${closed}s` })
    kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: `${closed}s` })
  })

  expect(flume.delivered).toBe(flume.offered)
  expect(kafka.acknowledged).toBe(kafka.offered)
  expect(kafka.expired).toBeGreaterThan(0)
  expect(kafka.lost).toBe(0)
})
