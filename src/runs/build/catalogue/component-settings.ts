/** What a component needs in the snippet beside its type: its keys, and what must be there for it. */
export interface ComponentSettings {
  readonly keys: Readonly<Record<string, string>>
  /** Lines of the lane before the agent. */
  readonly before?: readonly string[]
  /** What the lane's function takes apart from its kit beside `host` and `agent`. */
  readonly kit?: string
  /** Of a source: `outside` when its records come from a load (when nothing is said), `itself` when it makes them, `cluster` when a producer sends them. */
  readonly arrivals?: 'itself' | 'cluster'
  /** Of a sink: whether it ends in the store. */
  readonly hasStore?: boolean
}

const bootstrap = { 'kafka.bootstrap.servers': 'broker-1:9092' }
const topicOf = (name: string): readonly string[] => [
  "const kafka = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 })",
  `kafka.topic('${name}', { partitions: 1, replicationFactor: 1 })`,
]

/** What each source that is modelled needs, by its class. */
export const sourceSettings: ReadonlyMap<string, ComponentSettings> = new Map([
  ['org.apache.flume.source.AvroSource', { keys: { bind: '0.0.0.0', port: '4141' } }],
  ['org.apache.flume.source.NetcatSource', { keys: { bind: '0.0.0.0', port: '6666' } }],
  ['org.apache.flume.source.NetcatUdpSource', { keys: { bind: '0.0.0.0', port: '6666', remoteAddress: 'sender' } }],
  ['org.apache.flume.source.SyslogTcpSource', { keys: { host: '0.0.0.0', port: '5140' } }],
  ['org.apache.flume.source.MultiportSyslogTCPSource', { keys: { host: '0.0.0.0', ports: '10001 10002' } }],
  ['org.apache.flume.source.SyslogUDPSource', { keys: { host: '0.0.0.0', port: '5140' } }],
  ['org.apache.flume.source.http.HTTPSource', { keys: { port: '8080' } }],
  ['org.apache.flume.source.SpoolDirectorySource', { keys: { spoolDir: '/var/spool/app' } }],
  ['org.apache.flume.source.taildir.TaildirSource', { keys: { filegroups: 'app', 'filegroups.app': '/var/log/app.log', positionFile: '/var/lib/flume/taildir.json' } }],
  ['org.apache.flume.source.ExecSource', { keys: { command: 'tail -F /var/log/app.log' } }],
  ['org.apache.flume.source.SequenceGeneratorSource', { keys: { totalEvents: '500', batchSize: '10' }, arrivals: 'itself' }],
  ['org.apache.flume.source.kafka.KafkaSource', {
    keys: { ...bootstrap, 'kafka.topics': 'events', 'kafka.consumer.auto.offset.reset': 'earliest' }, kit: 'cluster', arrivals: 'cluster',
    before: [...topicOf('events'), "kafka.producer({ acks: 'all', 'linger.ms': 50 }).sends(events, { topic: 'events' })"],
  }],
])

/** What each channel that is modelled needs, by its class. */
export const channelSettings: ReadonlyMap<string, ComponentSettings> = new Map([
  ['org.apache.flume.channel.MemoryChannel', { keys: { capacity: '10000', transactionCapacity: '1000' } }],
  ['org.apache.flume.channel.file.FileChannel', { keys: { checkpointDir: '/var/lib/flume/checkpoint', dataDirs: '/var/lib/flume/data' } }],
  ['org.apache.flume.channel.SpillableMemoryChannel', {
    keys: { memoryCapacity: '1000', overflowCapacity: '100000', checkpointDir: '/var/lib/flume/checkpoint', dataDirs: '/var/lib/flume/data' },
  }],
  ['org.apache.flume.channel.kafka.KafkaChannel', { keys: { ...bootstrap, 'kafka.topic': 'channel', 'kafka.consumer.group.id': 'flume' }, kit: 'cluster', before: topicOf('channel') }],
])

/** What each sink that is modelled needs, by its class. */
export const sinkSettings: ReadonlyMap<string, ComponentSettings> = new Map([
  ['org.apache.flume.sink.AvroSink', { keys: { hostname: 'archive', port: '4545' }, kit: 'store', hasStore: true }],
  ['org.apache.flume.sink.kafka.KafkaSink', { keys: { ...bootstrap, 'kafka.topic': 'events' }, kit: 'cluster', before: topicOf('events') }],
  ['org.apache.flume.sink.hdfs.HDFSEventSink', {
    keys: { 'hdfs.path': 'hdfs://namenode/events', 'hdfs.fileType': 'DataStream', 'hdfs.rollCount': '0', 'hdfs.rollSize': '0' }, kit: 'hdfs', before: ['hdfs()'],
  }],
  ['org.apache.flume.sink.hbase2.HBase2Sink', { keys: { table: 'events', columnFamily: 'f', zookeeperQuorum: 'zk:2181' }, kit: 'hbase', before: ["hbase().table('events')"] }],
  ['org.apache.flume.sink.RollingFileSink', { keys: { 'sink.directory': '/var/log/archive' } }],
  ['org.apache.flume.sink.LoggerSink', { keys: {} }],
  ['org.apache.flume.sink.NullSink', { keys: {} }],
])
