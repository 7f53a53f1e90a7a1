// Definition: forty web hosts.
// What both were made for: logs of many machines. A web host, a collector or broker, and a data node die on the way.
import { load, scenario } from 'kafka-vs-flume'
import collectorConf from './collector.conf'
import webConf from './web.conf'

export default scenario({ seed: 7, duration: '75s' }, ({ param, lane, at, expect }) => {
  const hosts = param('hosts', 40, { min: 2, max: 100, unit: 'web hosts' })
  const every = Array.from({ length: hosts }, (_, number) => `web-${number + 1}`)
  const logs = every.map((name) => load.steady({ name, perSecond: 1, bytes: 200, from: '12s', for: '26s' }))

  const flume = lane('Flume', ({ host, agent, hdfs, hbase }) => {
    hdfs()
    hbase({ 'zookeeper.session.timeout': 6_000 }).table('access')
    logs.forEach((log, number) => { agent('web', { conf: webConf, on: host(`web-${number + 1}`) }).source('r1').receives(log) })
    for (const name of ['collector-1', 'collector-2']) agent('collector', { conf: collectorConf.replace('%{collector}', name), on: host(name) })
  })
  const kafka = lane('Kafka', ({ host, cluster, connect, hdfs, store }) => {
    hdfs()
    const brokers = cluster({ brokers: 3 })
    brokers.topic('access', { partitions: 2, replicationFactor: 3, 'min.insync.replicas': 2 })
    logs.forEach((log, number) => { brokers.producer({ acks: 'all', 'linger.ms': 1_000, on: host(`web-${number + 1}`) }).sends(log, { topic: 'access' }) })
    connect({ on: host('connect') }).connector({
      name: 'HDFS',
      config: { 'connector.class': 'io.confluent.connect.hdfs.HdfsSinkConnector', 'hdfs.url': 'hdfs://namenode', topics: 'access', 'flush.size': 500, 'rotate.interval.ms': 10_000 },
    })
    for (const groupId of ['HBase', 'search', 'alerts']) brokers.consumer({ groupId, 'auto.offset.reset': 'earliest' }).subscribes('access').writes(store(groupId))
  })

  at('20.5s', () => { for (const side of [flume, kafka]) side.host('web-1').powerCut({ for: '10s' }) })
  at('26s', () => {
    flume.host('collector-1').powerCut({ for: '15s' })
    kafka.leaderOf('access').powerCut({ for: '15s' })
  })
  at('32s', () => { for (const side of [flume, kafka]) side.hdfs.dataNode(1).kill() })

  for (const side of [flume, kafka]) {
    expect(side.lostWrites).toBe(0)
    expect(side.inFlight).toBe(0)
  }
  const toHBase = flume.destination('Flume/collector-1/collector/to-hbase')
  expect(flume.destination('Flume/collector-1/collector/to-hdfs').delivered).toBe(toHBase.delivered)
  for (const reader of ['HDFS', 'search', 'alerts']) expect(kafka.destination(reader).delivered).toBe(kafka.destination('HBase').delivered)
})
