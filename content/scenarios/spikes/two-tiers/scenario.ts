// Spikes: two tiers of agents.
// When the collector is full it refuses the edge, whose sink keeps the batch and tries again: the pressure walks back to the sender.
import { load, scenario } from 'kafka-vs-flume'
import conf from './flume.conf'

export default scenario({ seed: 7, duration: '150s' }, ({ param, lane, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const pace = param('pace', 20, { min: 10, max: 100, step: 5, unit: 'events/s' })
  const capacity = param('capacity', 1_000, { min: 100, max: 5_000, step: 100, unit: 'events' })
  const events = load.burst({ name: 'events', bytes: 1_000, perSecond: 5, peakPerSecond: 5 * peak, from: '5s', at: '10s', lasting: '40s', for: '120s' })
  const sized = conf.replaceAll('capacity = 1000', `capacity = ${capacity}`)

  const one = lane('Flume, one tier', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: sized, on: host('collector') })
    collector.source('r1').receives(events, { repeats: false })
    collector.sink('k1').writes(store('archive', { perSecond: pace }))
  })
  const two = lane('Flume, two tiers', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: sized, on: host('collector') })
    collector.sink('k1').writes(store('archive', { perSecond: pace }))
    agent('edge', { conf: sized, on: host('edge') }).source('r1').receives(events, { repeats: false })
  })
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ 'linger.ms': 50 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive', { perSecond: pace }))
  })

  for (const { lostWrites } of [one, two, kafka]) expect(lostWrites).toBe(0)
  expect(kafka.dropped).toBe(0)
  expect(() => two.dropped.value <= one.dropped.value).toBe(true)
})
