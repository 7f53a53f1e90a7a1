// Scalability: more members than partitions.
// The archive takes one record a call, and time over it. More members help up to the number of partitions; more sinks help always.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '60s' }, ({ param, lane, expect }) => {
  const members = param('members', 6, { min: 1, max: 12 })
  const partitions = param('partitions', 4, { min: 1, max: 12 })
  const answer = param('answer', 100, { min: 20, max: 160, step: 5, unit: 'ms' })
  const events = load.steady({ name: 'events', perSecond: 50, bytes: 200, key: (number) => `user-${number % 120}`, from: '8s', for: '16s' })
  const slow = { answersAfter: `${answer}ms` }
  const count = Array.from({ length: members }, (_, index) => index + 1)

  const flume = lane('Flume, as many sinks', ({ host, agent, store }) => {
    const conf = flumeConf.replace(/collector\.sinks = .*/, `collector.sinks = ${count.map((number) => `k${number}`).join(' ')}`)
    const collector = agent('collector', { conf, on: host('collector') })
    const archive = store('archive', slow)
    collector.source('r1').receives(events)
    for (const number of count) collector.sink(`k${number}`).writes(archive)
  })
  const kafkaWith = (name: string, width: number) =>
    lane(`Kafka, ${name}`, ({ host, cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      const archive = store('archive', slow)
      brokers.topic('events', { partitions: width, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 50 }).sends(events, { topic: 'events' })
      for (const number of count) {
        brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest', processing: '1ms', on: host(`reader-${number}`) }).subscribes('events').writes(archive)
      }
    })
  const few = kafkaWith('partitions as set', partitions)
  const many = kafkaWith('12 partitions', 12)

  for (const { lost, duplicates } of [flume, few, many]) {
    expect(lost).toBe(0)
    expect(duplicates).toBe(0)
  }
  if (partitions < 12 && members > partitions) expect(() => few.latencyP99Ms.value > many.latencyP99Ms.value).toBe(true)
})
