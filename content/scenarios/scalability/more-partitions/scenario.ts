// Scalability: more partitions move keys.
// Eight keys, each with its own records in order. A topic grows from three partitions to six while its readers are behind.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'
import second from './second.conf'

export default scenario({ seed: 7, duration: '100s' }, ({ param, lane, at, expect }) => {
  const answer = param('answer', 80, { min: 5, max: 120, step: 5, unit: 'ms' })
  const grown = param('partitions', 6, { min: 4, max: 12 })
  // A load of its own for each key: what is reordered below is out of order within a key.
  const keys = ['key1', 'key2', 'key5', 'key10', 'key11', 'key12', 'key13', 'key15']
  const loads = keys.map((key) => load.steady({ name: key, key: () => key, perSecond: 5, bytes: 200, from: '8s', for: '25s' }))
  const slow = { answersAfter: `${answer}ms` }

  let addSink = (): void => undefined
  const flume = lane('Flume, a second sink', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    const archive = store('archive', slow)
    for (const one of loads) collector.source('r1').receives(one)
    collector.sink('k1').writes(archive)
    addSink = () => {
      collector.edits(`${flumeConf.replace('sinks = k1', 'sinks = k1 k2')}\n${second}`)
      collector.sink('k2').writes(archive)
    }
  })
  const kafkaWith = (name: string) =>
    lane(`Kafka, ${name}`, ({ host, cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      const archive = store('archive', slow)
      brokers.topic('events', { partitions: 3, replicationFactor: 3, 'min.insync.replicas': 2 })
      // Clients hear of new partitions when their metadata is that old; five minutes when nobody sets it.
      const producer = brokers.producer({ acks: 'all', 'linger.ms': 50, 'metadata.max.age.ms': 2_000 })
      for (const one of loads) producer.sends(one, { topic: 'events' })
      for (const number of [1, 2, 3]) {
        brokers.consumer({
          groupId: 'archive', 'auto.offset.reset': 'earliest', 'metadata.max.age.ms': 2_000, processing: '1ms', on: host(`reader-${number}`),
        }).subscribes('events').writes(archive)
      }
    })
  const same = kafkaWith('three partitions')
  const more = kafkaWith('partitions added')

  at('20s', () => {
    void more.cluster.partitions('events', grown)
    addSink()
  })

  for (const { lost } of [flume, same, more]) expect(lost).toBe(0)
  expect(same.reordered).toBe(0)
  if (answer >= 70) expect(more.reordered).toBeGreaterThan(0)
})
