// Replication: a rack loses its power.
// Copies help when they do not share what fails. Brokers spread replicas over racks when they are told of them (broker.rack).
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '50s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 40, { min: 20, max: 100, unit: 'events/s' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 1_000, from: '4s', for: '20s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector', { rack: 'r1' }) })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  // A client that waits for a dark broker hangs up after this time; 30 s when nobody sets it.
  const timeout = { 'request.timeout.ms': 10_000 }
  const kafkaIn = (name: string, rack: string[], rackAware: boolean) =>
    lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: rack.length, controllers: 3, rack, rackAware })
      brokers.topic('events', { partitions: rack.length, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 100, ...timeout }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest', ...timeout }).subscribes('events').writes(store('archive'))
    })
  const racks = ['r1', 'r1', 'r2', 'r2', 'r3', 'r3']
  const known = kafkaIn('racks configured', racks, true)
  const unknown = kafkaIn('racks not configured', racks, false)
  const together = kafkaIn('one rack for all', ['r1', 'r1', 'r1'], true)
  const kafkas = [known, unknown, together]

  // The archive is out of reach for a while, so that there is something in the middle to lose.
  at('9s', () => {
    flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '4s' })
    for (const kafka of kafkas) kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '4s' })
  })
  // The power does not come back before the run is over.
  at('12s', () => {
    for (const side of [flume, ...kafkas]) side.rack('r1').powerCut()
  })

  expect(flume.lostWrites).toBe(0)
  expect(known.lostWrites).toBe(0)
  expect(known.delivered).toBe(known.offered)
  expect(unknown.lostWrites).toBe(0)
  expect(unknown.inFlight).toBeGreaterThan(0)
  expect(together.lostWrites).toBeGreaterThan(0)
})
