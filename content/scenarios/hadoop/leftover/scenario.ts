// Hadoop: the file that a crash leaves behind.
// What writes to HDFS is killed with a file open. Flume leaves a .tmp file; a job reads it in part, in full, or not at all.
import { load, scenario } from 'kafka-vs-flume'
import plain from './flume.conf'

const hidden = `${plain}collector.sinks.k1.hdfs.inUsePrefix = _\n`

export default scenario({ seed: 7, duration: '160s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 20, { min: 10, max: 100, step: 10, unit: 'events/s' })
  const killed = param('killed', 40, { min: 34, max: 48, unit: 's' })
  // After so long the name node closes what nobody writes any more: twenty minutes when nobody sets it.
  const lease = param('lease', 80, { min: 70, max: 1_200, step: 10, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 199, from: '10s', for: '50s' })

  const flumeWith = (name: string, conf: string) => {
    const read = { before: 0, after: 0 }
    const side = lane(`Flume, ${name}`, ({ host, agent, hdfs, mapReduce }) => {
      hdfs({ 'dfs.namenode.lease-hard-limit-sec': lease })
      agent('collector', { conf, on: host('collector') }).source('r1').receives(events)
      const job = mapReduce({ paths: 'hdfs://namenode/logs', every: '50s' })
      at('110s', () => { read.before = job.recordsRead.value })
      at('159s', () => { read.after = job.recordsRead.value })
    })
    at(`${killed}s`, () => { side.agent('collector').kill({ for: '2s' }) })
    return { side, read }
  }
  const usual = flumeWith('.tmp', plain)
  const underscore = flumeWith('inUsePrefix = _', hidden)
  const connectRead = { last: 0 }
  const connect = lane('Kafka, Connect sink', ({ host, cluster, connect: connectWorker, hdfs, mapReduce }) => {
    hdfs()
    const brokers = cluster({ brokers: 3 })
    brokers.topic('logs', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'logs' })
    const worker = connectWorker({ on: host('connect') })
    worker.connector({ name: 'archive', config: {
      'connector.class': 'io.confluent.connect.hdfs.HdfsSinkConnector', 'hdfs.url': 'hdfs://namenode', topics: 'logs',
      'flush.size': 100_000, 'rotate.interval.ms': 20_000, 'consumer.override.session.timeout.ms': 10_000,
    } })
    const job = mapReduce({ paths: 'hdfs://namenode/topics/logs', every: '50s' })
    at(`${killed}s`, () => { worker.kill({ for: '2s' }) })
    at('159s', () => { connectRead.last = job.recordsRead.value })
  })

  const recordsReadByDefault = () => usual.read.before
  const recordsReadAfterTheLease = () => usual.read.after
  const recordsReadOfHidden = () => underscore.read.before
  const recordsReadOfHiddenAfterTheLease = () => underscore.read.after
  const recordsReadOfConnectFiles = () => connectRead.last
  expect(recordsReadByDefault).toBeLessThan(50 * rate)
  if (lease <= 100) expect(recordsReadAfterTheLease).toBe(50 * rate)
  else expect(recordsReadAfterTheLease).toBeLessThan(50 * rate)
  expect(recordsReadOfHidden).toBeLessThan(50 * rate)
  expect(recordsReadOfHiddenAfterTheLease).toBeLessThan(50 * rate)
  expect(recordsReadOfConnectFiles).toBe(50 * rate)
  for (const side of [usual.side, underscore.side, connect]) expect(side.delivered).toBe(side.offered)
})
