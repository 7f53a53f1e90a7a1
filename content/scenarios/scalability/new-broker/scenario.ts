// Scalability: one more machine in the middle.
// Two machines whose network cards are too small for the load get a third. A broker gets no partitions by itself.
import { load, scenario } from 'kafka-vs-flume'
import collectorConf from './collector.conf'
import edgeGroupThree from './edge-group-three.conf'
import edgeGroup from './edge-group.conf'
import edgeThree from './edge-three.conf'
import edge from './edge.conf'

export default scenario({ seed: 7, duration: '105s' }, ({ param, lane, at, sleep, expect }) => {
  const card = param('card', 16, { min: 12, max: 60, unit: 'Mbit/s' })
  const added = param('added', 12, { min: 8, max: 60, unit: 's' })
  const events = load.steps({
    name: 'events', bytes: 200_000, from: '5s', for: '75s',
    steps: [{ from: '0s', perSecond: 12 }, { from: '35s', perSecond: 26 }],
  })
  const nicBytesPerSecond = card * 125_000

  const flumeWith = (name: string, conf: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      agent('edge', { conf, on: host('edge') }).source('r1').receives(events)
      for (const machine of ['collector-1', 'collector-2', 'collector-3']) {
        agent('collector', { conf: collectorConf, on: host(machine, { nicBytesPerSecond }) }).sink('k1').writes(store('archive'))
      }
    })
  const sinks = flumeWith('a sink for each collector', edge)
  const group = flumeWith('load_balance group', edgeGroup)
  // One copy of each record, as in Flume, so that both move the same bytes.
  const kafkaWith = (name: string) =>
    lane(`Kafka, ${name}`, ({ cluster, store }) => {
      const brokers = cluster({ brokers: 2, nicBytesPerSecond, 'offsets.topic.replication.factor': 1 })
      brokers.topic('events', { partitions: 6, replicationFactor: 1 })
      brokers.producer({ acks: 'all', 'linger.ms': 100, 'batch.size': 400_000 }).sends(events, { topic: 'events' })
      brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
    })
  const idle = kafkaWith('broker added')
  const moved = kafkaWith('added and reassigned')

  at(`${added}s`, async () => {
    sinks.agent('edge').edits(edgeThree)
    group.agent('edge').edits(edgeGroupThree)
    idle.cluster.addBroker({ nicBytesPerSecond })
    moved.cluster.addBroker({ nicBytesPerSecond })
    await sleep('10s')
    await moved.cluster.rebalance('events')
  })

  for (const { lost } of [sinks, group, idle, moved]) expect(lost).toBe(0)
  if (card <= 18) {
    expect(() => sinks.latencyP99Ms.value < group.latencyP99Ms.value).toBe(true)
    if (added <= 20) expect(() => moved.latencyP99Ms.value < idle.latencyP99Ms.value).toBe(true)
  }
})
