// While a Streams application runs, partitions and a broker are added, and a RAID loses two disks.
import { load, scenario } from 'kafka-vs-flume'
import spool from './spool.conf'

export default scenario({ seed: 12, duration: '2m' }, ({ lane, at }) => {
  const files = load.steady({ name: 'files', perSecond: 25, bytes: 200, from: '10s', for: '50s' })
  const side = lane('Growing', ({ cluster, agent, host, store }) => {
    const kafka = cluster({ brokers: 3, raid: { level: 5, disks: 4 } })
    kafka.topic('in', { partitions: 2, replicationFactor: 3 })
    kafka.topic('out', { partitions: 2, replicationFactor: 3 })
    agent('s', { conf: spool, on: host('files') }).source('d').receives(files)
    kafka.streams({ 'application.id': 'app', topology: (builder) => { builder.stream('in').filter((_key, value) => value !== null).to('out') } })
    kafka.consumer({ groupId: 'end', 'auto.offset.reset': 'earliest' }).subscribes('out').writes(store('end'))
  })
  at('25s', () => side.cluster.partitions('in', 6))
  at('30s', () => side.cluster.addBroker())
  at('35s', () => { side.cluster.broker(2).host.disk.lose() })
})
