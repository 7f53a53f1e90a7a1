// Hadoop: killed while it writes.
// The disks of the machines that write to HDFS have become slow, and the process is killed. Flume has HDFS and its channel to keep in step; Connect has the names of its files.
import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'

export default scenario({ seed: 7, duration: '110s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 20, { min: 10, max: 60, step: 10, unit: 'events/s' })
  const moment = param('moment', 41_500, { min: 41_000, max: 44_000, step: 100, unit: 'ms' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 199, from: '10s', for: '50s' })

  const flume = lane('Flume, hdfs sink', ({ host, agent, hdfs }) => {
    hdfs()
    agent('collector', { conf, on: host('collector') }).source('r1').receives(events)
  })
  const kafka = lane('Kafka, Connect sink', ({ host, cluster, connect, hdfs }) => {
    hdfs()
    const brokers = cluster({ brokers: 3 })
    brokers.topic('logs', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'logs' })
    const worker = connect({ on: host('connect') })
    worker.connector({ name: 'archive', config: {
      'connector.class': 'io.confluent.connect.hdfs.HdfsSinkConnector', 'hdfs.url': 'hdfs://namenode', topics: 'logs',
      'flush.size': 100_000, 'rotate.interval.ms': 20_000, 'consumer.override.session.timeout.ms': 10_000,
    } })
    at(`${moment}ms`, () => { worker.kill({ for: '3s' }) })
  })

  at('40s', () => {
    flume.host('collector').disk.slow({ times: 500, for: '5s' })
    kafka.host('connect').disk.slow({ times: 500, for: '5s' })
  })
  at(`${moment}ms`, () => { flume.agent('collector').kill({ for: '3s' }) })

  expect(flume.delivered).toBe(flume.offered)
  expect(flume.duplicates).toBeGreaterThan(0)
  expect(kafka.delivered).toBe(kafka.offered)
  expect(kafka.duplicates).toBe(0)
})
