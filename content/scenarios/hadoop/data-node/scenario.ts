// Hadoop: a node of HDFS is away.
// One of three data nodes is killed under an open file (fault 1), or the name node (fault 2). What do the writers leave behind?
import { load, scenario, type HdfsHandle } from 'kafka-vs-flume'
import conf from './flume.conf'

const lessCareful = `${conf}collector.sinks.k1.hdfs.minBlockReplicas = 1\n`

export default scenario({ seed: 7, duration: '150s' }, ({ param, lane, at, expect }) => {
  const fault = param('fault', 1, { min: 1, max: 2, step: 1 })
  const away = param('away', 20, { min: 5, max: 40, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 20, bytes: 199, from: '10s', for: '50s' })

  const flumeWith = (name: string, text: string) => lane(`Flume, ${name}`, ({ host, agent, hdfs }) => {
    hdfs()
    agent('collector', { conf: text, on: host('collector') }).source('r1').receives(events)
  })
  const usual = flumeWith('hdfs sink', conf)
  const one = flumeWith('minBlockReplicas = 1', lessCareful)
  const kafka = lane('Kafka, Connect sink', ({ host, cluster, connect, hdfs }) => {
    hdfs()
    const brokers = cluster({ brokers: 3 })
    brokers.topic('logs', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'logs' })
    connect({ on: host('connect') }).connector({ name: 'archive', config: {
      'connector.class': 'io.confluent.connect.hdfs.HdfsSinkConnector', 'hdfs.url': 'hdfs://namenode', topics: 'logs',
      'flush.size': 100_000, 'rotate.interval.ms': 20_000,
    } })
  })
  at('40500ms', () => {
    for (const { hdfs } of [usual, one, kafka]) (fault === 1 ? hdfs.dataNode(1) : hdfs.nameNode).kill({ for: `${away}s` })
  })

  const filesIn = (hdfs: HdfsHandle) => hdfs.files('/').filter(({ path }) => !path.includes('/+tmp/')).length
  const filesByDefault = () => filesIn(usual.hdfs)
  const filesWithOneReplica = () => filesIn(one.hdfs)
  const filesOfConnect = () => filesIn(kafka.hdfs)
  const leftOpenByFlume = () => usual.hdfs.files('/logs').filter(({ isOpen }) => isOpen).length
  expect(filesByDefault).toBeGreaterThan(fault === 1 ? 10 : 2)
  expect(filesWithOneReplica).toBeLessThan(10)
  expect(filesOfConnect).toBeLessThan(10)
  expect(leftOpenByFlume).toBeGreaterThan(0)
  for (const side of [usual, one, kafka]) expect(side.delivered).toBe(side.offered)
})
