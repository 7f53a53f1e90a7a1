// Syslog through Flume and Kafka into a Storm topology, of which a worker dies.
import { load, scenario } from 'kafka-vs-flume'
import relay from './relay.conf'

export default scenario({ seed: 11, duration: '2m' }, ({ lane, at }) => {
  const lines = load.steady({ name: 'lines', perSecond: 50, bytes: 150, from: '15s', for: '40s' })
  let kill = (): void => undefined
  lane('Flume to Storm', ({ cluster, agent, host, store, storm }) => {
    const kafka = cluster({ brokers: 3 })
    kafka.topic('syslog', { partitions: 3, replicationFactor: 3 })
    const collector = agent('relay', { conf: relay, on: host('relay') })
    collector.source('syslog').receives(lines)
    const topology = storm({ supervisors: 2, 'topology.workers': 2, 'topology.message.timeout.secs': 10 })
    topology.kafkaSpout('spout', { topics: 'syslog', groupId: 'storm' })
    topology.bolt('parse', { parallelism: 2, takes: '1ms' }).shuffleGrouping('spout')
    topology.bolt('save').shuffleGrouping('parse').writes(store('results'))
    kill = () => { topology.worker(1).kill() }
  })
  at('30s', () => { kill() })
})
