// Hadoop: small files.
// By default the hdfs sink begins a new file after ten events or 1,024 bytes. Every file is an entry in the name node, and a map of its own in a job.
import { load, scenario } from 'kafka-vs-flume'
import defaults from './flume.conf'

const byTime = `${defaults}collector.sinks.k1.hdfs.rollCount = 0
collector.sinks.k1.hdfs.rollSize = 0
collector.sinks.k1.hdfs.rollInterval = 20
`

export default scenario({ seed: 7, duration: '120s' }, ({ param, lane, expect }) => {
  const rate = param('rate', 20, { min: 5, max: 40, step: 5, unit: 'events/s' })
  const bytes = param('bytes', 199, { min: 50, max: 2_000, step: 1, unit: 'bytes' })
  const flushSize = param('flush.size', 300, { min: 10, max: 1_000, step: 10, unit: 'records' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes, from: '10s', for: '50s' })
  const count = 50 * rate

  const flumeWith = (name: string, conf: string) => lane(`Flume, ${name}`, ({ host, agent, hdfs, mapReduce }) => {
    hdfs()
    agent('collector', { conf, on: host('collector') }).source('r1').receives(events)
    mapReduce({ paths: 'hdfs://namenode/logs', every: '100s' })
  })
  const byDefault = flumeWith('default rolling', defaults)
  const rolled = flumeWith('rollInterval = 20', byTime)
  const connect = lane('Kafka, Connect sink', ({ host, cluster, connect: worker, hdfs, mapReduce }) => {
    hdfs()
    const brokers = cluster({ brokers: 3 })
    brokers.topic('logs', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'logs' })
    worker({ on: host('connect') }).connector({ name: 'archive', config: {
      'connector.class': 'io.confluent.connect.hdfs.HdfsSinkConnector', 'hdfs.url': 'hdfs://namenode', topics: 'logs', 'flush.size': flushSize,
    } })
    mapReduce({ paths: 'hdfs://namenode/topics/logs', every: '100s' })
  })

  // A file is full with ten events, or with the event that brings it to 1,024 bytes, whichever is first.
  const perFile = Math.min(10, Math.ceil(1_024 / bytes))
  const filesByDefault = () => byDefault.hdfs.files('/logs').length
  const filesByTime = () => rolled.hdfs.files('/logs').length
  const filesOfConnect = () => connect.hdfs.files('/topics/logs').length
  expect(filesByDefault).toBeGreaterThanOrEqual(Math.ceil(count / perFile))
  expect(filesByTime).toBeBetween(2, 4)
  expect(filesOfConnect).toBe(Math.floor(count / flushSize))
  // Without rotate.interval.ms what does not fill a file waits for more.
  expect(connect.inFlight).toBe(count % flushSize)
  for (const side of [byDefault, rolled]) expect(side.delivered).toBe(side.offered)
})
