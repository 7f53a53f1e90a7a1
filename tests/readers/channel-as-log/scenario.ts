// The channel of an agent is a topic that a Streams application reads as well.
import { load, scenario } from 'kafka-vs-flume'
import kc from './kc.conf'

export default scenario({ seed: 2, duration: '90s' }, ({ lane, at, expect }) => {
  const posts = load.poisson({ name: 'posts', perSecond: 30, bytes: 250, from: '10s', for: '40s' })
  const side = lane('Kafka channel', ({ cluster, agent, host, store }) => {
    const kafka = cluster({ brokers: 3 })
    kafka.topic('channel', { partitions: 3, replicationFactor: 3 })
    kafka.topic('loud', { partitions: 3, replicationFactor: 3 })
    const a = agent('kc', { conf: kc, on: host('edge') })
    a.source('in').receives(posts)
    a.sink('out').writes(store('archive'))
    kafka.streams({ 'application.id': 'shout', 'processing.guarantee': 'exactly_once_v2', topology: (builder) => { builder.stream('channel').mapValues((value) => String(value).toUpperCase()).to('loud') } })
    kafka.consumer({ groupId: 'ears', 'isolation.level': 'read_committed', 'auto.offset.reset': 'earliest' }).subscribes('loud').writes(store('ears'))
  })
  at('30s', () => { side.cluster.broker(1).kill({ for: '15s' }) })
  expect(side.lost).toBe(0)
})
