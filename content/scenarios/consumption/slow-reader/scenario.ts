// Consumption: one slow reader.
// Two destinations get the same records, and one of them takes fewer a second than come. Who has to wait for it?
import { load, scenario } from 'kafka-vs-flume'
import filesConf from './files.conf'
import optionalConf from './optional.conf'
import requiredConf from './required.conf'

export default scenario({ seed: 7, duration: '115s' }, ({ param, lane, expect }) => {
  const pace = param('pace', 15, { min: 10, max: 60, unit: 'events/s' })
  const rate = param('rate', 40, { min: 10, max: 80, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 500, from: '5s', for: '40s' })

  const flumeWith = (name: string, conf: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      const collector = agent('collector', { conf, on: host('collector') })
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('fast'))
      collector.sink('k2').writes(store('slow', { perSecond: pace }))
    })
  const required = flumeWith('both required', requiredConf)
  const optional = flumeWith('one optional', optionalConf)
  const files = flumeWith('file channels', filesConf)
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'fast', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('fast'))
    brokers.consumer({ groupId: 'slow', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('slow', { perSecond: pace }))
  })

  expect(required.refused).toBeGreaterThan(0)
  expect(required.destination('slow').dropped).toBe(0)
  expect(optional.destination('slow').dropped).toBeGreaterThan(0)
  expect(optional.destination('fast').delivered).toBe(optional.offered)
  for (const free of [files, kafka]) {
    expect(free.refused).toBe(0)
    expect(free.destination('fast').latencyMaxMs).toBeLessThan(10_000)
    expect(free.destination('slow').dropped).toBe(0)
  }
})
