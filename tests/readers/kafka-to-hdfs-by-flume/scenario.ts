// A topic is archived to HDFS by Flume; the name node goes away, and a job counts what it finds.
import { load, scenario } from 'kafka-vs-flume'
import archive from './archive.conf'

export default scenario({ seed: 3, duration: '3m' }, ({ lane, at }) => {
  const clicks = load.steady({ name: 'clicks', perSecond: 40, bytes: 300, from: '10s', for: '1m' })
  const side = lane('Kafka to HDFS', ({ cluster, agent, host, hdfs, mapReduce }) => {
    hdfs({ dataNodes: 3 })
    const kafka = cluster({ brokers: 3 })
    kafka.topic('clicks', { partitions: 2, replicationFactor: 3 })
    kafka.producer({ acks: 'all' }).sends(clicks, { topic: 'clicks' })
    agent('a', { conf: archive, on: host('archiver') })
    mapReduce({ paths: 'hdfs://namenode/clicks', every: '1m' })
  })
  at('30s', () => { side.hdfs.nameNode.kill({ for: '20s' }) })
})
