// Consumption: three readers, three paces.
// One reader follows at once, one comes by the clock, and a new one arrives late and wants everything. Quarters of an hour are quarters of a minute here.
import { load, scenario } from 'kafka-vs-flume'
import threeConf from './three.conf'
import twoConf from './two.conf'

export default scenario({ seed: 7, duration: '105s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 30, { min: 10, max: 200, step: 10, unit: 'events/s' })
  const every = param('every', 15, { min: 10, max: 40, unit: 's' })
  const arrival = param('arrival', 50, { min: 10, max: 70, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 500, from: '5s', for: '70s' })

  const flume = lane('Flume', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: twoConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('live'))
    collector.sink('k2').writes(store('batch'))
    // Its sink comes with the changed file.
    collector.sink('k3').writes(store('new'))
  })
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
    const group = (groupId: string, every?: string) =>
      brokers.consumer({ groupId, 'auto.offset.reset': 'earliest', ...(every === undefined ? {} : { every }) }).subscribes('events').writes(store(groupId))
    group('live')
    group('batch', `${every}s`)
    at(`${arrival}s`, () => { group('new') })
  })
  // The agent looks at its file every 30 s.
  at(`${arrival}s`, () => { flume.agent('collector').edits(threeConf) })

  for (const side of [flume, kafka]) expect(side.destination('live').delivered).toBe(side.offered)
  expect(kafka.destination('live').duplicates).toBe(0)
  expect(kafka.destination('new').delivered).toBe(kafka.offered)
  expect(() => flume.destination('new').delivered.value < flume.offered.value).toBe(true)
})
