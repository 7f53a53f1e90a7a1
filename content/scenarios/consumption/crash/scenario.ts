// Consumption: killed at the worst moment.
// The archive has become slow, and whoever hands records to it is killed while a write is under way. Twice, never, or once?
import { load, scenario, type StoreHandle } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '60s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 30, { min: 10, max: 100, step: 10, unit: 'events/s' })
  const moment = param('moment', 6_500, { min: 0, max: 8_000, step: 100, unit: 'ms' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 500, from: '5s', for: '30s' })
  const killed = `${20_000 + moment}ms`
  // Two seconds for a write, for ten seconds.
  const slowDown = (archive: StoreHandle) => {
    at('20s', () => { archive.changesTo({ answersAfter: '2s' }) })
    at('30s', () => { archive.changesTo({ answersAfter: '1ms' }) })
  }

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    const archive = store('archive')
    collector.sink('k1').writes(archive)
    slowDown(archive)
  })
  const kafkaWith = (name: string, commit: 'auto' | 'after each batch' | 'before processing', keepsOffsets = false) => {
    return lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 200 }).sends(events, { topic: 'events' })
      const archive = store('archive', { keepsOffsets })
      // A dead member's partitions wait for its session to end: 45 s when nobody sets it.
      const reader = brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest', 'session.timeout.ms': 6_000, commit })
        .subscribes('events').writes(archive)
      slowDown(archive)
      at(killed, () => { reader.kill({ for: '2s' }) })
    })
  }
  const automatic = kafkaWith('auto commit', 'auto')
  const after = kafkaWith('commit after', 'after each batch')
  const before = kafkaWith('commit before', 'before processing')
  const together = kafkaWith('offsets with the output', 'after each batch', true)
  at(killed, () => { flume.agent('collector').kill({ for: '2s' }) })

  for (const atLeastOnce of [flume, automatic, after]) {
    expect(atLeastOnce.delivered).toBe(atLeastOnce.offered)
    expect(atLeastOnce.duplicates).toBeGreaterThan(0)
  }
  expect(before.lost).toBeGreaterThan(0)
  expect(before.duplicates).toBe(0)
  expect(together.delivered).toBe(together.offered)
  expect(together.duplicates).toBe(0)
})
