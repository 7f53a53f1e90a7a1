// Flume and Connect write the same events to one HDFS whose data nodes fail one after the other.
import { load, scenario } from 'kafka-vs-flume'
import a from './a.conf'
import sink from './sink.json'

export default scenario({ seed: 9, duration: '2m' }, ({ lane, at, param }) => {
  const rate = param('rate', 20, { min: 5, max: 50, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 500, from: '15s', for: '40s' })
  const sides = [
    lane('Flume', ({ agent, host, hdfs }) => {
      hdfs({ dataNodes: 4, replication: 2 })
      agent('a', { conf: a, on: host('collector') }).source('s').receives(events)
    }),
    lane('Connect', ({ cluster, connect, host, hdfs }) => {
      hdfs({ dataNodes: 4, replication: 2 })
      const kafka = cluster({ brokers: 3 })
      kafka.topic('events', { partitions: 1, replicationFactor: 3 })
      kafka.producer({}).sends(events, { topic: 'events' })
      connect({ on: host('worker') }).connector(sink)
    }),
  ]
  at('25s', () => { for (const side of sides) side.hdfs.dataNode(1).kill() })
  at('35s', () => { for (const side of sides) side.hdfs.dataNode(2).host.disk.fill({ for: '10s' }) })
})
