// Spikes: a quota.
// A quota keeps a burst from the brokers. They mute the producer, so the burst waits in its buffer: delayed, not refused.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '180s' }, ({ param, lane, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const quota = param('quota', 150, { min: 60, max: 1_000, step: 10, unit: 'kB/s' })
  const events = load.burst({ name: 'events', bytes: 25_000, perSecond: 2, peakPerSecond: 2 * peak, from: '5s', at: '10s', lasting: '40s', for: '100s' })

  // Flume has no quota: a source takes what comes for as long as the channel has room.
  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events, { repeats: false })
    collector.sink('k1').writes(store('archive'))
  })
  const kafkaWith = (name: string, bytesPerSecond?: number) =>
    lane(name, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ 'client.id': 'shop', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
      if (bytesPerSecond !== undefined) brokers.quota({ clientId: 'shop', producer_byte_rate: bytesPerSecond })
    })
  const free = kafkaWith('Kafka')
  const limited = kafkaWith('Kafka, producer_byte_rate', quota * 1_000)

  for (const { dropped, lost } of [flume, free, limited]) {
    expect(dropped).toBe(0)
    expect(lost).toBe(0)
  }
  expect(() => limited.latencyMaxMs.value > 10 * free.latencyMaxMs.value).toBe(true)
})
