// Scalability: a second reader while records flow.
// Flume gets another channel and sink in its file, and restarts all components. Kafka gets another consumer group.
import { load, scenario } from 'kafka-vs-flume'
import file from './file.conf'
import memory from './memory.conf'
import secondFile from './second-file.conf'
import second from './second.conf'

/** The same file with a second channel, which gets a copy of everything, and a sink for it. */
const wider = (conf: string, added: string): string =>
  `${conf.replace('collector.channels = c1', 'collector.channels = c1 c2').replace('r1.channels = c1', 'r1.channels = c1 c2').replace('sinks = k1', 'sinks = k1 k2')}\n${added}`

export default scenario({ seed: 7, duration: '90s' }, ({ param, lane, at, expect }) => {
  const rate = param('rate', 40, { min: 10, max: 200, unit: 'records/s' })
  const when = param('when', 20, { min: 8, max: 50, unit: 's' })
  const events = load.steady({ name: 'events', perSecond: rate, bytes: 200, from: '5s', for: '60s' })

  const adds: (() => void)[] = []
  const flumeWith = (name: string, conf: string, added: string) =>
    lane(`Flume, ${name}`, ({ host, agent, store }) => {
      const collector = agent('collector', { conf, on: host('collector') })
      const search = store('search')
      collector.source('r1').receives(events)
      collector.sink('k1').writes(store('archive'))
      adds.push(() => {
        collector.edits(wider(conf, added))
        collector.sink('k2').writes(search)
      })
    })
  const inMemory = flumeWith('memory channel', memory, second)
  const inFiles = flumeWith('file channel', file, secondFile)
  const kafka = lane('Kafka', ({ cluster, store }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 3, replicationFactor: 3, 'min.insync.replicas': 2 })
    brokers.producer({ acks: 'all', 'linger.ms': 100 }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'archive', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(store('archive'))
    const search = store('search')
    adds.push(() => { brokers.consumer({ groupId: 'search', 'auto.offset.reset': 'earliest' }).subscribes('events').writes(search) })
  })

  at(`${when}s`, () => {
    for (const add of adds) add()
  })

  for (const side of [inMemory, inFiles, kafka]) {
    expect(side.destination('archive').delivered).toBe(side.offered)
    expect(side.destination('search').lost).toBe(0)
  }
  expect(kafka.destination('search').delivered).toBe(kafka.offered)
  expect(() => inMemory.destination('search').delivered.value < inMemory.offered.value).toBe(true)
})
