// Definition: a channel that is a log.
// With a Kafka channel, what Flume has delivered is still there: a job that has nothing to do with Flume reads it afterwards.
import { load, scenario } from 'kafka-vs-flume'
import file from './file.conf'
import kafkaChannel from './flume.conf'

export default scenario({ seed: 7, duration: '70s' }, ({ param, lane, expect }) => {
  const rate = param('rate', 20, { min: 5, max: 60, step: 5, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 300, from: '10s', for: '30s' })

  const queue = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: file, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const topic = lane('Flume, Kafka channel', ({ host, agent, cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('channel', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    const collector = agent('collector', { conf: kafkaChannel, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
    // A job that comes at the start, when there is nothing, and when all is done.
    brokers.consumer({ groupId: 'second', 'auto.offset.reset': 'earliest', every: '50s' }).subscribes('channel').writes(store('second'))
  })

  for (const side of [queue, topic]) expect(side.destination('archive').delivered).toBe(side.offered)
  expect(topic.destination('second').delivered).toBe(topic.offered)
})
