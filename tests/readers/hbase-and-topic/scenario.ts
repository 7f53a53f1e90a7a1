// One file goes to HBase and to a topic at once; a region server and the agent's machine fail.
import { load, scenario } from 'kafka-vs-flume'
import tail from './tail.conf'

export default scenario({ seed: 8, duration: '2m' }, ({ lane, at }) => {
  const events = load.poisson({ name: 'events', perSecond: 30, bytes: 120, from: '15s', for: '40s' })
  const side = lane('Both', ({ cluster, agent, host, hbase, store }) => {
    hbase({ regionServers: 3, 'zookeeper.session.timeout': 10000 }).table('events', { families: ['f'] })
    const kafka = cluster({ brokers: 3 })
    kafka.topic('events', { partitions: 3, replicationFactor: 3 })
    agent('t', { conf: tail, on: host('web') }).source('files').receives(events)
    kafka.consumer({ groupId: 'live', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('live'))
  })
  at('25s', () => { side.hbase.serverOf('events').kill() })
  at('40s', () => { side.host('web').powerCut({ for: '10s' }) })
})
