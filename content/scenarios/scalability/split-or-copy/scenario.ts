// Scalability: split or copy.
// A second sink on the same channel, and a second consumer of the same group, share the records. Another channel, and another group, get all.
import { load, scenario } from 'kafka-vs-flume'
import secondChannel from './second-channel.conf'
import secondSink from './second-sink.conf'

export default scenario({ seed: 7, duration: '45s' }, ({ param, lane, expect }) => {
  const rate = param('rate', 50, { min: 10, max: 200, unit: 'records/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '8s', for: '20s' })

  const flumeWith = (name: string, conf: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      const collector = agent('collector', { conf, on: host('collector') })
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive'))
      collector.sink('k2').writes(store('search'))
    })
  const kafkaWith = (name: string, groups: readonly [string, string]) =>
    lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 2, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      const [archive, search] = groups.map((groupId) => brokers.consumer({ groupId, 'auto.offset.reset': 'earliest' }).subscribes('events'))
      archive?.writes(store('archive'))
      search?.writes(store('search'))
    })
  const sink = flumeWith('second sink', secondSink)
  const channel = flumeWith('second channel', secondChannel)
  const member = kafkaWith('second member', ['readers', 'readers'])
  const group = kafkaWith('second group', ['archive', 'search'])

  for (const copies of [channel, group]) {
    expect(copies.destination('archive').delivered).toBe(copies.offered)
    expect(copies.destination('search').delivered).toBe(copies.offered)
  }
  for (const parts of [sink, member]) expect(parts.delivered).toBe(parts.offered)
})
