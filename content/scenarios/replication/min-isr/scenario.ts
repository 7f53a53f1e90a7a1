// Replication: who goes on with one copy less.
// A topic with two copies and min.insync.replicas=2 takes no writes while one disk is gone. A mirrored file channel goes on.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '60s', hardware: { disk: { capacityBytes: 1_000_000_000 } } }, ({ param, lane, at, expect }) => {
  const swap = param('swap', 20, { min: 5, max: 30, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 40, bytes: 200, from: '5s', for: '30s' })

  const flume = lane('Flume, RAID 1', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector', { raid: { level: 1, disks: 2 } }) })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafkaWith = (copies: 2 | 3, minInSync: 1 | 2) =>
    lane(`Kafka, RF ${copies}, min ISR ${minInSync}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 1, replicationFactor: copies, 'min.insync.replicas': minInSync })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
    })
  const strict = kafkaWith(2, 2)
  const loose = kafkaWith(2, 1)
  const three = kafkaWith(3, 2)

  // One of the disks with a copy: a member of the array, or the disk of a broker that follows, which a new one replaces.
  at('12s', () => {
    flume.host('collector').disk.member(1).lose({ for: `${swap}s` })
    for (const { cluster, leaderOf } of [strict, loose, three]) {
      const leader = cluster.brokers.findIndex(({ name }) => name === leaderOf('events').name)
      const follower = cluster.brokers[(leader + 1) % cluster.brokers.length]
      follower?.disk.lose({ for: `${swap}s` })
      follower?.powerCut({ for: `${swap + 1}s` })
    }
  })

  for (const side of [flume, strict, loose, three]) expect(side.lostWrites).toBe(0)
  expect(flume.unavailableMs).toBeLessThan(1_000)
  expect(loose.unavailableMs).toBeLessThan(12_000)
  expect(three.unavailableMs).toBeLessThan(12_000)
  expect(strict.unavailableMs).toBeGreaterThan(swap * 1_000)
})
