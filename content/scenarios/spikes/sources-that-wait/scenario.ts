// Spikes: sources that can wait.
// A burst fills the smallest channel in front of an archive of fixed pace. Each source keeps its place, and goes on where it was.
import { load, scenario } from 'kafka-vs-flume'
import avro from './avro.conf'
import kafkaSource from './kafka.conf'
import spooldir from './spooldir.conf'
import taildir from './taildir.conf'

export default scenario({ seed: 7, duration: '150s' }, ({ param, lane, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const pace = param('pace', 20, { min: 10, max: 100, step: 5, unit: 'events/s' })
  const capacity = param('capacity', 100, { min: 100, max: 5_000, step: 100, unit: 'events' })
  const events = load.burst({ name: 'events', bytes: 200, perSecond: 5, peakPerSecond: 5 * peak, from: '5s', at: '10s', lasting: '40s', for: '100s' })

  const sized = (conf: string) => conf.replace('capacity = 100', `capacity = ${capacity}`)
  const behind = (name: string, conf: string) =>
    lane(name, ({ host, agent, store }) => {
      const collector = agent('collector', { conf: sized(conf), on: host('collector') })
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive', { perSecond: pace }))
    })
  const waiting = [behind('avro, sender repeats', avro), behind('spooldir', spooldir), behind('taildir', taildir)]
  const kafka = lane('Kafka source', ({ host, agent, cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ 'linger.ms': 50 }).sends(events, { topic: 'events' })
    agent('collector', { conf: sized(kafkaSource), on: host('collector') }).sink('k1').writes(store('archive', { perSecond: pace }))
  })

  for (const { lost, dropped } of [...waiting, kafka]) {
    expect(lost).toBe(0)
    expect(dropped).toBe(0)
  }
})
