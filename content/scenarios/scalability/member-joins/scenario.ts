// Scalability: a member joins, and leaves again.
// Two readers share the work; a third comes while one of them has a long pause, and leaves later. Three ways to hand over partitions.
import { load, scenario } from 'kafka-vs-flume'
import collectorConf from './collector.conf'
import edgeThree from './edge-three.conf'
import edge from './edge.conf'

export default scenario({ seed: 7, duration: '65s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 15, { min: 10, max: 60, unit: 'records/s' })
  const pause = param('pause', 6, { min: 0, max: 20, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, key: (number) => `user-${number % 60}`, from: '10s', for: '45s' })

  const flume = lane('Flume, collectors', ({ host, agent, store }) => {
    agent('edge', { conf: edge, on: host('edge') }).source('r1').receives(events)
    for (const machine of ['collector-1', 'collector-2', 'collector-3']) {
      agent('collector', { conf: collectorConf, on: host(machine) }).sink('k1').writes(store('archive'))
    }
  })
  const protocols = {
    eager: { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.RangeAssignor' },
    cooperative: { 'partition.assignment.strategy': 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor' },
    'consumer protocol': { 'group.protocol': 'consumer' },
  } as const
  const kafkas = Object.entries(protocols).map(([name, protocol]) => {
    const options = { groupId: 'archive', 'auto.offset.reset': 'earliest', ...protocol } as const
    const readers: { readonly leaves: () => void; readonly pause: (options: { readonly for: string }) => void }[] = []
    let join = (): void => undefined
    const side = lane(`Kafka, ${name}`, ({ host, cluster, store }) => {
      const brokers = cluster({ brokers: 3 })
      brokers.topic('events', { partitions: 6, replicationFactor: 3, 'min.insync.replicas': 2 })
      brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
      const archive = store('archive')
      join = () => {
        readers.push(brokers.consumer({ ...options, on: host(`reader-${readers.length + 1}`) }).subscribes('events').writes(archive))
      }
      join()
      join()
    })
    return { side, readers, join: () => { join() } }
  })

  // A long collection of garbage, or work that takes long: the second reader does not poll meanwhile.
  if (pause > 0) {
    at('20s', () => {
      flume.agent('collector-2/collector').pause({ for: `${pause}s` })
      for (const { readers } of kafkas) readers[1]?.pause({ for: `${pause}s` })
    })
  }
  at('20.5s', () => {
    flume.agent('edge').edits(edgeThree)
    for (const { join } of kafkas) join()
  })
  at('40s', () => {
    flume.agent('edge').edits(edge)
    for (const { readers } of kafkas) readers[2]?.leaves()
  })

  for (const { side } of kafkas) {
    expect(side.lost).toBe(0)
    expect(side.delivered).toBe(side.offered)
  }
  expect(flume.lost).toBe(0)
})
