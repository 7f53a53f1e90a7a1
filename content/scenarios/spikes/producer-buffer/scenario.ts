// Spikes: the brokers are out of reach.
// The network behind the application is cut in the middle of a burst. Flume has an agent on the application's own machine; Kafka's producer has its buffer.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '140s' }, ({ param, lane, at, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const outage = param('outage', 30, { min: 5, max: 100, step: 5, unit: 's' })
  const patience = param('patience', 1, { min: 0, max: 60, unit: 's' })
  const events = load.burst({ name: 'events', bytes: 125_000, perSecond: 2, peakPerSecond: 2 * peak, from: '5s', at: '15s', lasting: '40s', for: '120s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const local = agent('collector', { conf: flumeConf, on: host('application') })
    local.source('r1').receives(events, { repeats: false })
    local.sink('k1').writes(store('archive'))
  })
  const kafkaWith = (name: string, maxBlockMs: number) =>
    lane(name, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ 'linger.ms': 100, 'max.block.ms': maxBlockMs }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
    })
  const byDefault = kafkaWith('Kafka, max.block.ms 60 s', 60_000)
  const impatient = kafkaWith('Kafka, impatient', patience * 1_000)

  at('20s', () => {
    flume.link(flume.host('application'), flume.host('archive')).cut({ for: `${outage}s` })
    for (const kafka of [byDefault, impatient]) {
      for (const broker of kafka.cluster.brokers) kafka.link(kafka.host('application'), broker).cut({ for: `${outage}s` })
    }
  })
  for (const { lostWrites } of [flume, byDefault, impatient]) expect(lostWrites).toBe(0)
  expect(flume.dropped).toBe(0)
  expect(byDefault.dropped).toBe(0)
  expect(impatient.dropped).toBeGreaterThan(0)
})
