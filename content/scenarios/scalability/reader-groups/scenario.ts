// Scalability: how many readers a network card feeds.
// Every reader gets everything. Each is one more copy on the card of whoever sends it, until the card is full.
import { load, scenario } from 'kafka-vs-flume'
import collectorConf from './collector.conf'
import readerConf from './reader.conf'

export default scenario({ seed: 7, duration: '32s' }, ({ param, lane, expect }) => {
  const readers = param('readers', 12, { min: 1, max: 50 })
  const card = param('card', 100, { min: 50, max: 1_000, step: 50, unit: 'Mbit/s' })
  const events = load.steady({ name: 'events', perSecond: 5, bytes: 600_000, from: '6s', for: '15s' })
  const nicBytesPerSecond = card * 125_000
  const numbers = Array.from({ length: readers }, (_, index) => index + 1)

  const flume = lane('Flume, a channel for each', ({ host, agent, store }) => {
    const names = (letter: string) => numbers.map((number) => `${letter}${number}`).join(' ')
    const parts = numbers.map((number) => readerConf.replaceAll('c1', `c${number}`).replaceAll('k1', `k${number}`).replace('reader-1', `reader-${number}`))
    const conf = [collectorConf.replaceAll('channels = c1', `channels = ${names('c')}`).replace('sinks = k1', `sinks = ${names('k')}`), ...parts].join('\n')
    const collector = agent('collector', { conf, on: host('collector', { nicBytesPerSecond }) })
    collector.source('r1').receives(events)
    for (const number of numbers) collector.sink(`k${number}`).writes(store(`reader-${number}`))
  })
  const kafkaWith = (count: 3 | 6) =>
    lane(`Kafka, ${count} brokers`, ({ host, cluster }) => {
      const brokers = cluster({ brokers: count, nicBytesPerSecond })
      brokers.topic('events', { partitions: 6, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 100, 'batch.size': 700_000 }).sends(events, { topic: 'events' })
      for (const number of numbers) {
        brokers.consumer({ groupId: `reader-${number}`, 'auto.offset.reset': 'earliest', on: host(`reader-${number}`) }).subscribes('events')
      }
    })
  const three = kafkaWith(3)
  const six = kafkaWith(6)

  for (const side of [flume, three, six]) expect(side.lost).toBe(0)
  if (readers >= 12 && card <= 100) expect(() => six.latencyP99Ms.value < three.latencyP99Ms.value).toBe(true)
})
