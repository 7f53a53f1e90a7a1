// Spikes: ten times as much for a minute.
// The archive keeps its pace, whatever comes. What is too much for it has to wait somewhere, or is turned away.
import { load, scenario } from 'kafka-vs-flume'
import fileChannel from './file-channel.conf'
import memoryChannel from './memory-channel.conf'

export default scenario({ seed: 7, duration: '220s' }, ({ param, lane, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const spike = param('spike', 60, { min: 10, max: 90, step: 5, unit: 's' })
  const pace = param('pace', 20, { min: 10, max: 100, step: 5, unit: 'events/s' })
  const events = load.burst({ name: 'events', bytes: 1_000, perSecond: 5, peakPerSecond: 5 * peak, from: '5s', at: '10s', lasting: `${spike}s`, for: '200s' })

  // The sender has nowhere to keep an event that was refused.
  const flumeWith = (name: string, conf: string) =>
    lane(name, ({ host, agent, store }) => {
      const collector = agent('collector', { conf, on: host('collector') })
      collector.source('r1').receives(events, { repeats: false })
      collector.sink('k1').writes(store('archive', { perSecond: pace }))
    })
  const memory = flumeWith('Flume, memory channel', memoryChannel)
  const file = flumeWith('Flume, file channel', fileChannel)
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ 'linger.ms': 50 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive', { perSecond: pace }))
  })

  expect(memory.lostWrites).toBe(0)
  for (const { dropped, lost } of [file, kafka]) {
    expect(dropped).toBe(0)
    expect(lost).toBe(0)
  }
})
