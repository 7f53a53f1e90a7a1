// Spikes: what each channel can hold.
// The same burst against five channels of Flume, and against a topic. The sender gives up what is refused.
import { load, scenario } from 'kafka-vs-flume'
import fileChannel from './file-channel.conf'
import kafkaChannel from './kafka-channel.conf'
import memoryDefault from './memory-default.conf'
import memorySized from './memory-sized.conf'
import spillable from './spillable.conf'

export default scenario({ seed: 7, duration: '150s' }, ({ param, lane, expect }) => {
  const peak = param('peak', 10, { min: 1, max: 20, unit: 'times' })
  const pace = param('pace', 20, { min: 10, max: 100, step: 5, unit: 'events/s' })
  const capacity = param('capacity', 1_000, { min: 100, max: 10_000, step: 100, unit: 'events' })
  const events = load.burst({ name: 'events', bytes: 1_000, perSecond: 5, peakPerSecond: 5 * peak, from: '5s', at: '10s', lasting: '40s', for: '120s' })

  const flumeWith = (name: string, conf: string) =>
    lane(name, ({ host, agent, store }) => {
      const collector = agent('collector', { conf: conf.replace('apacity = 1000', `apacity = ${capacity}`), on: host('collector') })
      collector.source('r1').receives(events, { repeats: false })
      collector.sink('k1').writes(store('archive', { perSecond: pace }))
    })
  const small = flumeWith('Flume, memory of 100', memoryDefault)
  const sized = flumeWith('Flume, memory as sized', memorySized)
  const spilling = flumeWith('Flume, spillable memory', spillable)
  const file = flumeWith('Flume, file channel', fileChannel)
  const topic = lane('Flume, Kafka channel', ({ host, agent, cluster, store }) => {
    cluster({ brokers: 3 }).topic('channel', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    const collector = agent('collector', { conf: kafkaChannel, on: host('collector') })
    collector.source('r1').receives(events, { repeats: false })
    collector.sink('k1').writes(store('archive', { perSecond: pace }))
  })

  for (const { lostWrites } of [small, sized, spilling, file, topic]) expect(lostWrites).toBe(0)
  for (const { dropped } of [spilling, file, topic]) expect(dropped).toBe(0)
})
