// Replication: one disk fails.
// Where the second copy is decides: nowhere, on another disk of the same machine (RAID), or on other machines (Kafka).
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

// Small disks, so that a rebuild takes seconds: what counts is what happens before, during and after it.
export default scenario({ seed: 7, duration: '60s', hardware: { disk: { capacityBytes: 1_000_000_000 } } }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 50, { min: 10, max: 500, unit: 'events/s' })
  const swap = param('swap', 5, { min: 1, max: 20, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '2s', for: '28s' })

  const flumeOn = (name: string, raid?: { level: 1 | 5; disks: number }) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      const machine = raid === undefined ? host('collector') : host('collector', { raid })
      const collector = agent('collector', { conf: flumeConf, on: machine })
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive'))
    })
  const plain = flumeOn('one disk')
  const mirrored = flumeOn('RAID 1', { level: 1, disks: 2 })
  const parity = flumeOn('RAID 5', { level: 5, disks: 3 })
  const kafka = lane('Kafka, three copies', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })

  // The archive is out of reach for a while, so that there is something on the disks to lose.
  at('17s', () => {
    for (const flume of [plain, mirrored, parity]) flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  // A machine with one disk is switched off to get a new one; an array gets it while it works.
  at('20s', () => {
    for (const machine of [plain.host('collector'), kafka.leaderOf('events').host]) {
      machine.disk.lose({ for: `${swap}s` })
      machine.powerCut({ for: `${swap + 1}s` })
    }
    for (const flume of [mirrored, parity]) flume.host('collector').disk.member(0).lose({ for: `${swap}s` })
  })

  expect(plain.lostWrites).toBeGreaterThan(0)
  for (const safe of [mirrored, parity, kafka]) {
    expect(safe.lostWrites).toBe(0)
    expect(safe.delivered).toBe(safe.offered)
  }
})
