// Spikes: retention overtakes the reader.
// The topic may take so many bytes. A burst fills that room before the reader has seen what is in it: Kafka deletes, Flume does not.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '160s' }, ({ param, lane, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const pace = param('pace', 8, { min: 4, max: 40, unit: 'events/s' })
  const retention = param('retention', 6, { min: 2, max: 64, step: 2, unit: 'MiB' })
  const events = load.burst({ name: 'events', bytes: 25_000, perSecond: 2, peakPerSecond: 2 * peak, from: '5s', at: '10s', lasting: '40s', for: '130s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events, { repeats: false })
    collector.sink('k1').writes(store('archive', { perSecond: pace }))
  })
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3, 'log.retention.check.interval.ms': 30_000 })
    brokers.topic('events', {
      partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2, 'retention.bytes': retention * 1_048_576, 'segment.bytes': 1_048_576,
    })
    brokers.producer({ 'linger.ms': 100 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive', { perSecond: pace }))
  })

  expect(flume.delivered).toBe(flume.offered)
  expect(kafka.acknowledged).toBe(kafka.offered)
  expect(kafka.lost).toBe(0)
  expect(kafka.expired).toBeGreaterThan(0)
})
