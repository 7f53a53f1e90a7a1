// Replication: machines of a cluster are lost.
// One, two or three copies, and a slider for how many machines are lost at once; against a file channel with the same fate.
import { load, scenario } from 'kafka-vs-flume'
import flumeConf from './flume.conf'

export default scenario({ seed: 7, duration: '90s' }, ({ param, lane, at, expect }) => {
  const lost = param('lost', 1, { min: 0, max: 3, unit: 'machines' })
  const away = param('away', 20, { min: 5, max: 40, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: 40, bytes: 200, from: '5s', for: '30s' })

  const flume = lane('Flume, file channel', ({ host, agent, store }) => {
    const collector = agent('collector', { conf: flumeConf, on: host('collector') })
    collector.source('r1').receives(events)
    collector.sink('k1').writes(store('archive'))
  })
  // One copy is what a broker gives a topic that nobody sized: default.replication.factor is 1.
  const kafkaWith = (copies: 1 | 2 | 3) =>
    lane(['', 'Kafka, as it comes', 'Kafka, two copies', 'Kafka, three copies'][copies] ?? '', ({ cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      if (copies > 1) brokers.topic('events', { partitions: 1, replicationFactor: copies, 'min.insync.replicas': copies - 1 })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
    })
  const one = kafkaWith(1)
  const two = kafkaWith(2)
  const three = kafkaWith(3)
  const kafkas = [one, two, three]

  // The archive is out of reach for a while, so that there is something in the middle to lose.
  at('17s', () => {
    flume.link(flume.host('collector'), flume.host('archive')).cut({ for: '8s' })
    for (const kafka of kafkas) kafka.link(kafka.host('reader'), kafka.host('archive')).cut({ for: '8s' })
  })
  // The leader first, then its neighbours, which are next in the assignment.
  at('20s', () => {
    if (lost > 0) flume.host('collector').lose({ for: `${away}s` })
    for (const kafka of kafkas) {
      const { brokers } = kafka.cluster
      const leader = brokers.findIndex(({ name }) => name === kafka.leaderOf('events').name)
      for (let turn = 0; turn < lost; turn++) brokers[(leader + turn) % brokers.length]?.host.lose({ for: `${away}s` })
    }
  })

  for (const [copies, side] of [[1, flume], [1, one], [2, two], [3, three]] as const) {
    if (lost >= copies) expect(side.lostWrites).toBeGreaterThan(0)
    else expect(side.lostWrites).toBe(0)
  }
})
