// Replication: the last copy in sync fails.
// Two of three copies are away, the third takes records alone and is killed, or loses its power. Three settings, three answers.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '70s', hardware: { disk: { capacityBytes: 1_000_000_000 } } }, ({ param, lane, at, expect }) => {
  const alone = param('alone', 15, { min: 15, max: 20, unit: 's' })
  const power = param('power', 0, { min: 0, max: 1 })
  const events = load.steady({ name: 'events', perSecond: 40, bytes: 200, from: '4s', for: '32s' })

  const flume = lane('Flume, RAID 1', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector', { raid: { level: 1, disks: 2 } }) })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  const kafkaWith = (name: string, minInSync: 1 | 2, isUnclean: boolean) =>
    lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 1, replicationFactor: 3, 'min.insync.replicas': minInSync, 'unclean.leader.election.enable': isUnclean })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
    })
  const unclean = kafkaWith('unclean election', 1, true)
  const byDefault = kafkaWith('min ISR 1', 1, false)
  const strict = kafkaWith('min ISR 2', 2, false)
  const kafkas = [unclean, byDefault, strict]

  const first = 8
  at(`${first}s`, () => {
    flume.host('collector').disk.member(1).lose()
    for (const { cluster, leaderOf } of kafkas) {
      const leader = leaderOf('events').name
      for (const broker of cluster.brokers) if (broker.name !== leader) broker.kill({ for: `${alone + 6}s` })
    }
  })
  // The archive is out of reach for a while, so that the last copy holds something to lose.
  at(`${first + alone - 3}s`, () => {
    flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    for (const kafka of kafkas) kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  at(`${first + alone}s`, () => {
    for (const process of [flume.agent('collector'), ...kafkas.map(({ leaderOf }) => leaderOf('events'))]) {
      if (power === 1) process.powerCut({ for: '20s' })
      else process.kill({ for: '20s' })
    }
  })

  expect(flume.lostWrites).toBe(0)
  expect(strict.lostWrites).toBe(0)
  expect(unclean.lostWrites).toBeGreaterThan(0)
  expect(byDefault.lostWrites).toBeBetween(power, power * 2_000)
})
