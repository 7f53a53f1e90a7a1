// Hadoop: all data nodes lose power at once.
// Neither Flume’s sink nor the Connect sink waits for the disks of HDFS: what was written in the last half minute is in page caches only.
import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'

export default scenario({ seed: 7, duration: '120s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 20, { min: 10, max: 60, step: 10, unit: 'events/s' })
  const moment = param('moment', 45, { min: 35, max: 55, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 199, from: '10s', for: '50s' })

  const flume = lane('Flume, hdfs sink', ({ host, agent, hdfs }) => {
    hdfs()
    agent('collector', { conf, on: host('collector') }).source('r1').receives(events)
  })
  const kafka = lane('Kafka, Connect sink', ({ host, cluster, connect, hdfs, store }) => {
    hdfs()
    const brokers = cluster({ brokers: 3 })
    brokers.topic('logs', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'logs' })
    connect({ on: host('connect') }).connector({ name: 'archive', config: {
      'connector.class': 'io.confluent.connect.hdfs.HdfsSinkConnector', 'hdfs.url': 'hdfs://namenode', topics: 'logs',
      'flush.size': 100_000, 'rotate.interval.ms': 20_000,
    } })
    // Somebody else reads the whole topic afterwards.
    brokers.consumer({ groupId: 'again', 'auto.offset.reset': 'earliest', commit: 'after each batch', every: '90s' }).subscribes('logs').writes(store('read-again'))
  })
  at(`${moment}s`, () => {
    for (const { hdfs } of [flume, kafka]) for (const node of hdfs.dataNodes) node.powerCut({ for: '10s' })
  })

  expect(flume.lostWrites).toBeGreaterThan(0)
  expect(kafka.destination('archive').lost).toBeGreaterThan(0)
  expect(kafka.lostWrites).toBe(0)
  expect(kafka.destination('read-again').delivered).toBe(kafka.offered)
})
