// Consumption: read it again.
// What the reader made of the last minute was wrong. It goes back: as far as the log reaches.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '80s' }, ({ param, lane, at, expect }) => {
  const back = param('back', 40, { min: 5, max: 60, unit: 's' })
  const retention = param('retention', 20, { min: 10, max: 90, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 40, bytes: 500, from: '5s', for: '55s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafkaKeeping = (name: string, properties: { readonly [key: `${string}.${string}`]: number }) =>
    lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3, 'log.retention.check.interval.ms': 5_000 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2, ...properties })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      const reader = brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
      at('65s', () => { reader.seeks({ topic: 'events', to: { moment: `${65 - back}s` } }) })
    })
  const week = kafkaKeeping('kept a week', {})
  const short = kafkaKeeping('kept for a moment', { 'retention.ms': retention * 1_000, 'segment.ms': 5_000 })

  for (const side of [flume, week, short]) {
    expect(side.delivered).toBe(side.offered)
    expect(side.duplicates).toBe(0)
  }
  expect(week.replayed).toBeGreaterThan(0)
  expect(() => short.replayed.value < week.replayed.value).toBe(true)
})
