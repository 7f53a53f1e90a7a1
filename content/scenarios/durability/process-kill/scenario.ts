// Durability: a killed process.
// The archive is out of reach while the process in the middle is killed, so that there is something in it to lose.
import { load, scenario } from 'kafka-vs-flume'
import fileChannel from './file-channel.conf'
import memoryChannel from './memory-channel.conf'

export default scenario({ seed: 7, duration: '45s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 40, { min: 20, max: 2_000, unit: 'events/s' })
  const outage = param('outage', 3, { min: 2, max: 6, step: 0.5, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '2s', for: '28s' })

  const memory = lane('Flume, memory channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: memoryChannel, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const file = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: fileChannel, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafkaWith = (acks: 1 | 'all') =>
    lane(`Kafka, acks=${acks}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
    })
  const one = kafkaWith(1)
  const all = kafkaWith('all')

  at(`${20 - outage}s`, () => {
    for (const flume of [memory, file]) flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    for (const kafka of [one, all]) kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  at('20s', () => {
    memory.agent('collector').kill({ for: '5s' })
    file.agent('collector').kill({ for: '5s' })
    one.leaderOf('events').kill({ for: '5s' })
    all.leaderOf('events').kill({ for: '5s' })
  })

  expect(memory.lostWrites).toBeGreaterThan(0)
  expect(file.lostWrites).toBe(0)
  expect(all.lostWrites).toBe(0)
  expect(all.delivered).toBe(all.offered)
})
