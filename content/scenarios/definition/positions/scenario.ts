// Definition: a queue, a log and a table.
// Thirty meters report again and again. Two sinks share one channel; two groups follow one log, and a third comes late. A compacted topic keeps the last value of each meter.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '70s' }, ({ param, lane, at, expect }) => {
  const meters = param('meters', 30, { min: 5, max: 200, unit: 'keys' })
  const rate = param('rate', 20, { min: 10, max: 100, step: 10, unit: 'records/s' })
  const events = load.steady({ name: 'readings', perSecond: rate, bytes: 200, key: (number) => `meter-${number % meters}`, from: '8s', for: '36s' })

  const flume = lane('Flume, one channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('first'))
    collector.sink('k2').writes(store('second'))
  })
  const kafkaWith = (name: string, partitions: number, properties: { readonly [key: `${string}.${string}`]: string | number } = {}) =>
    lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3, 'log.cleaner.backoff.ms': 1_000 })
      brokers.topic('readings', { partitions, replicationFactor: 3, 'min.insync.replicas': 2, ...properties })
      brokers.producer({ acks: 'all', 'linger.ms': 250 }).sends(events, { topic: 'readings' })
      const group = (groupId: string) => brokers.consumer({ groupId, 'auto.offset.reset': 'earliest' }).subscribes('readings').writes(store(groupId))
      group('first')
      group('second')
      at('58s', () => { group('late') })
    })
  const log = kafkaWith('one partition', 1)
  const split = kafkaWith('three partitions', 3)
  const table = kafkaWith('compacted', 1, { 'cleanup.policy': 'compact', 'segment.ms': 5_000, 'min.cleanable.dirty.ratio': 0.01 })

  for (const reader of ['first', 'second', 'late']) {
    expect(log.destination(reader).delivered).toBe(log.offered)
    expect(log.destination(reader).reordered).toBe(0)
  }
  expect(split.destination('late').delivered).toBe(split.offered)
  expect(split.destination('late').reordered).toBeGreaterThan(0)
  expect(() => flume.destination('first').delivered.value + flume.destination('second').delivered.value === flume.offered.value).toBe(true)
  expect(() => table.destination('late').delivered.value < table.offered.value / 2).toBe(true)
})
