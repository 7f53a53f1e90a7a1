// Definition: last week, please.
// What the archive made of last week was wrong, and it wants the records again. A day is 5 s here, so the default of seven days is 35 s.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'
import secondSink from './second-sink.conf'

export default scenario({ seed: 7, duration: '95s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 20, { min: 5, max: 100, step: 5, unit: 'records/s' })
  const asked = param('asked', 60, { min: 50, max: 62, unit: 's' })
  const events = load.steady({ name: 'last week', perSecond: rate, bytes: 500, from: '10s', for: '35s' })

  const flume = lane('Flume', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
    // Its sink comes with the changed file.
    collector.sink('k2').writes(store('again'))
  })
  at(`${asked}s`, () => { flume.agent('collector').edits(secondSink) })
  const kafkaKeeping = (name: string, days: number) =>
    lane(`Kafka, kept ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3, 'log.retention.check.interval.ms': 1_000, 'group.initial.rebalance.delay.ms': 0 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2, 'retention.ms': days * 5_000, 'segment.ms': 5_000 })
      brokers.producer({ acks: 'all', 'linger.ms': 250 }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
      at(`${asked}s`, () => { brokers.consumer({ groupId: 'again', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('again')) })
    })
  const twoWeeks = kafkaKeeping('two weeks', 14)
  const oneWeek = kafkaKeeping('a week (default)', 7)
  const oneDay = kafkaKeeping('a day', 1)

  for (const side of [flume, twoWeeks, oneWeek, oneDay]) expect(side.destination('archive').delivered).toBe(side.offered)
  expect(twoWeeks.destination('again').delivered).toBe(twoWeeks.offered)
  expect(() => oneWeek.destination('again').delivered.value < oneWeek.offered.value).toBe(true)
  expect(flume.destination('again').delivered).toBe(0)
  expect(oneDay.destination('again').delivered).toBe(0)
})
