// Connectors: one record that the sink cannot take.
// One event has no timestamp header and a body that is cut off. Flume’s hdfs sink needs the first for its path, Connect’s JSON converter the second.
import { load, scenario, type ConnectorConfig } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

const sink: ConnectorConfig = {
  'connector.class': 'io.confluent.connect.hdfs.HdfsSinkConnector',
  topics: 'events',
  'hdfs.url': 'hdfs://namenode',
  'flush.size': 50,
  'rotate.interval.ms': 5_000,
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': false,
}

export default scenario({ seed: 7, duration: '100s' }, ({ param, lane, at, expect }) => {
  const bad = param('bad', 100, { min: 1, max: 190 })
  const events = load.steady({
    name: 'events', perSecond: 10, from: '15s', for: '20s',
    value: (number) => (number === bad ? '{"id":' : `{"id":${number}}`),
    headers: (number) => (number === bad ? {} : { timestamp: '1700000000000' }),
  })

  const flumeWith = (name: string, conf: string) =>
    lane(`Flume, ${name}`, ({ host, agent, hdfs }) => {
      hdfs()
      agent('collector', { conf, on: host('collector') }).source('r1').receives(events)
    })
  const needsHeader = flumeWith('needs the header', flumeConf)
  const ownTime = flumeWith('useLocalTimeStamp', `${flumeConf}collector.sinks.k1.hdfs.useLocalTimeStamp = true\n`)

  const connectWith = (name: string, more: ConnectorConfig, restartsAt?: string) =>
    lane(`Connect, ${name}`, ({ host, cluster, connect, hdfs }) => {
      hdfs()
      const kafka = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('events', { partitions: 1, replicationFactor: 1 })
      kafka.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      const worker = connect({ on: host('connect'), properties: { 'offset.flush.interval.ms': 5_000 } })
      const connector = worker.connector({ name: 'hdfs', config: { ...sink, ...more } })
      if (restartsAt !== undefined) at(restartsAt, () => { connector.restarts() })
    })
  const deadLetters = { 'errors.tolerance': 'all', 'errors.deadletterqueue.topic.name': 'events-dead', 'errors.deadletterqueue.topic.replication.factor': 1 }
  const stops = connectWith('tolerance none', {})
  const restarted = connectWith('none, task restarted', {}, '50s')
  const skips = connectWith('tolerance all', { 'errors.tolerance': 'all' })
  const setsAside = connectWith('dead letter topic', deadLetters)

  // Nothing gets past the record, whether the sink tries for ever or its task has failed.
  for (const side of [needsHeader, stops, restarted]) {
    expect(side.delivered).toBeLessThanOrEqual(bad)
    expect(side.lost).toBe(0)
  }
  expect(ownTime.delivered).toBe(ownTime.offered)
  expect(skips.delivered).toBe(199)
  expect(skips.dropped).toBe(1)
  expect(setsAside.delivered).toBe(199)
})
