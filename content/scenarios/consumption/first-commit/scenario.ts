// Consumption: a crash before the first commit.
// A new reader comes, reads for a moment and is killed before it has committed anything. What does it get when it is back?
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '60s' }, ({ param, lane, at, expect }) => {
  const crash = param('crash', 7, { min: 5, max: 25, unit: 's' })
  const away = param('away', 10, { min: 7, max: 20, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 40, bytes: 500, from: '3s', for: '42s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafkaFrom = (name: string, reset: 'latest' | 'earliest') =>
    lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      const reader = brokers.consumer({ groupId: 'archive', 'auto.offset.reset': reset, 'session.timeout.ms': 6_000 })
        .subscribes('events').writes(store('archive'))
      at(`${crash}s`, () => { reader.kill({ for: `${away}s` }) })
    })
  const latest = kafkaFrom('latest', 'latest')
  const earliest = kafkaFrom('earliest', 'earliest')
  at(`${crash}s`, () => { flume.agent('collector').kill({ for: `${away}s` }) })

  expect(flume.delivered).toBe(flume.offered)
  expect(latest.dropped).toBeGreaterThan(100)
  expect(latest.acknowledged).toBe(latest.offered)
  expect(earliest.delivered).toBe(earliest.offered)
})
