// Consumption: a record now and then.
// "Push" has a pause in it: a sink asks its channel, and after nothing it sleeps. A fetch waits at the broker.
import { load, scenario } from 'kafka-vs-flume'
import fileConf from './file.conf'
import memoryConf from './memory.conf'

export default scenario({ seed: 7, duration: '180s' }, ({ param, lane, expect }) => {
  const gap = param('gap', 11, { min: 1, max: 30, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 1 / gap, bytes: 500, from: '10s', for: '150s' })

  const flumeWith = (name: string, conf: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      const collector = agent('collector', { conf, on: host('collector') })
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive'))
    })
  const memory = flumeWith('memory channel', memoryConf)
  const file = flumeWith('file channel', fileConf)
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })

  for (const side of [memory, file, kafka]) expect(side.delivered).toBe(side.offered)
  expect(kafka.latencyMaxMs).toBeLessThan(1_000)
  expect(file.latencyMaxMs).toBeGreaterThan(1_000)
})
