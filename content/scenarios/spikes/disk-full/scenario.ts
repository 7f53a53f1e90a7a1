// Spikes: the disk is full.
// The burst finds disks that are nearly full. A file channel stops at its minimumRequiredSpace; a broker goes on until a write fails.
import { load, scenario } from 'kafka-vs-flume'
import byDefault from './default.conf'
import toTheLast from './to-the-last.conf'

export default scenario({ seed: 7, duration: '240s' }, ({ param, lane, at, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const free = param('free', 15, { min: 5, max: 600, step: 5, unit: 'MB' })
  const events = load.burst({ name: 'events', bytes: 25_000, perSecond: 2, peakPerSecond: 2 * peak, from: '5s', at: '20s', lasting: '60s', for: '150s' })

  const flumeWith = (name: string, conf: string) =>
    lane(name, ({ host, agent, store }) => {
      const collector = agent('collector', { conf, on: host('collector') })
      collector.source('r1').receives(events, { repeats: false })
      collector.sink('k1').writes(store('archive', { perSecond: 8 }))
    })
  const flume = flumeWith('Flume, file channel', byDefault)
  const last = flumeWith('Flume, minimumRequiredSpace 1 MiB', toTheLast)
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ 'linger.ms': 100 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive', { perSecond: 8 }))
  })

  at('15s', () => {
    for (const { host } of [flume, last]) host('collector').disk.fill({ freeBytes: free * 1e6, for: '100s' })
    for (const broker of kafka.cluster.brokers) broker.disk.fill({ freeBytes: free * 1e6, for: '100s' })
  })
  // Somebody has made room. An agent notices by itself; a broker that has halted has to be started.
  at('117s', () => { for (const broker of kafka.cluster.brokers) broker.start() })

  for (const { lostWrites } of [flume, last, kafka]) expect(lostWrites).toBe(0)
})
