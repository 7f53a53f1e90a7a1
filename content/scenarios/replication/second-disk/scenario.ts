// Replication: a second disk fails.
// One disk fails and the array is being rebuilt when the next one goes. "Then use a better RAID": here are three of them.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

const memberBytes = 1_000_000_000

// Small disks, so that a rebuild takes seconds and not a night: what counts is whether the second loss comes before its end.
export default scenario({ seed: 7, duration: '60s', hardware: { disk: { capacityBytes: memberBytes } } }, ({ param, lane, at, expect }) => {
  const gap = param('gap', 6, { min: 1, max: 20, unit: 's' })
  const rebuild = param('rebuild', 100, { min: 60, max: 400, step: 10, unit: 'MB/s' })
  const second = param('second', 1, { min: 1, max: 3 })
  const events = load.steady({ name: 'events', perSecond: 50, bytes: 200, from: '5s', for: '30s' })

  const flumeOn = (level: 5 | 6 | 10) =>
    lane(`Flume, RAID ${level}`, ({ host, agent, store }) => {
      const raid = { level, disks: 4, rebuildBytesPerSecond: rebuild * 1_000_000 }
      const collector = agent('collector', { conf: flumeConf, on: host('collector', { raid }) })
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive'))
    })
  const raid5 = flumeOn(5)
  const raid6 = flumeOn(6)
  const raid10 = flumeOn(10)
  const kafka = lane('Kafka, three copies', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
  })
  const arrays = [raid5, raid6, raid10]

  // The archive is out of reach for a while, so that there is something on the disks to lose.
  at(`${7 + gap}s`, () => {
    for (const flume of arrays) flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  // A lost disk is replaced after a second, a broker's with its machine switched off: first the leader's, then the next one's.
  const brokers = kafka.cluster.brokers
  let leader = 0
  const lose = (disk: number, turn: number) => {
    for (const flume of arrays) flume.host('collector').disk.member(disk).lose({ for: '1s' })
    const machine = brokers[(leader + turn) % brokers.length]?.host
    machine?.disk.lose({ for: '1s' })
    machine?.powerCut({ for: '2s' })
  }
  at('12s', () => {
    leader = brokers.findIndex(({ name }) => name === kafka.leaderOf('events').name)
    lose(0, 0)
  })
  at(`${13 + gap}s`, () => { lose(second, 1) })
  // An array that has failed gets new disks, and its agent a restart.
  at('36s', () => {
    for (const flume of arrays) {
      if (flume.lostWrites.value === 0) continue
      flume.host('collector').disk.lose({ for: '1s' })
      flume.agent('collector').kill({ for: '2s' })
    }
  })

  const isInTime = gap * rebuild * 1_000_000 < memberBytes
  const isMirror = second === 1
  expect(raid5.lostWrites).toBeBetween(isInTime ? 1 : 0, isInTime ? 1_500 : 0)
  expect(raid10.lostWrites).toBeBetween(isInTime && isMirror ? 1 : 0, isInTime && isMirror ? 1_500 : 0)
  expect(raid6.lostWrites).toBe(0)
  expect(kafka.lostWrites).toBe(0)
})
