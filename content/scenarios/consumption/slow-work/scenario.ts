// Consumption: work that takes too long.
// The archive is slow, and a full batch takes longer than the reader may be silent. max.poll.interval.ms is 5 minutes by default and 20 s here; 20 s is the sink's own default.
import { load, scenario } from 'kafka-vs-flume'
import batch100Conf from './batch-100.conf'
import batch500Conf from './batch-500.conf'

export default scenario({ seed: 7, duration: '130s' }, ({ param, lane, expect }) => {
  const pace = param('pace', 20, { min: 10, max: 60, unit: 'events/s' })
  const limit = param('limit', 20, { min: 12, max: 60, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 100, bytes: 500, from: '5s', for: '20s' })

  const flumeWith = (name: string, conf: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      const collector = agent('collector', { conf: `${conf}collector.sinks.k1.request-timeout = ${limit * 1_000}\n`, on: host('collector') })
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive', { perSecond: pace }))
    })
  const kafkaWith = (name: string, maxPollRecords: number) =>
    lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      brokers.consumer({
        groupId: 'archive', 'auto.offset.reset': 'earliest', commit: 'after each batch',
        'max.poll.records': maxPollRecords, 'max.poll.interval.ms': limit * 1_000, 'session.timeout.ms': 6_000,
      }).subscribes('events').writes(store('archive', { perSecond: pace }))
    })
  const large = [flumeWith('500 a call', batch500Conf), kafkaWith('500 a poll', 500)]
  const small = [flumeWith('100 a call', batch100Conf), kafkaWith('100 a poll', 100)]

  for (const side of large) expect(side.duplicates).toBeGreaterThan(0)
  for (const side of small) {
    expect(side.duplicates).toBe(0)
    expect(side.delivered).toBe(side.offered)
  }
})
