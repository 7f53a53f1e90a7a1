import { describe, expect, it } from 'vitest'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

const conf = `
a.sources = s
a.channels = c
a.sinks = k
a.sources.s.type = netcat
a.sources.s.bind = 0.0.0.0
a.sources.s.port = 4141
a.sources.s.interceptors = i
a.sources.s.interceptors.i.type = search_replace
a.sources.s.interceptors.i.searchPattern = [0-9]+
a.sources.s.interceptors.i.replaceString = #
a.sources.s.channels = c
a.channels.c.type = memory
a.sinks.k.type = org.apache.flume.sink.kafka.KafkaSink
a.sinks.k.kafka.bootstrap.servers = broker-1:9092
a.sinks.k.kafka.topic = t
a.sinks.k.channel = c
`

const text = `import { load, scenario } from 'kafka-vs-flume'
import conf from './a.conf'
export default scenario({ duration: '40s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 10, from: '8s', for: '2s', value: (n) => 'card ' + (1000 + n) })
  let brokers
  lane('Both', ({ cluster, agent, host, store }) => {
    brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 })
    brokers.topic('t', { partitions: 1, replicationFactor: 1 })
    agent('a', { conf, on: host('edge') }).source('s').receives(events)
    brokers.consumer({ groupId: 'g', 'auto.offset.reset': 'earliest' }).subscribes('t').writes(store('s'))
  })
  at('5s', async () => {
    const consumer = brokers.client().consumer({ groupId: 'own' })
    await consumer.connect()
    await consumer.subscribe({ topics: ['t'], fromBeginning: true })
    await consumer.run({ eachMessage: async ({ message }) => { console.log(message.value) } })
  })
})`

describe('a body that an interceptor has changed', () => {
  it('is what Kafka’s readers get, and the same record in the books', async () => {
    const run = await runScenario({ files: { 'scenario.ts': text, 'a.conf': conf }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
    expect(run.error).toBeUndefined()
    expect(new Set(run.console.map(({ text: line }) => line))).toEqual(new Set(['card #']))
    expect(run.console).toHaveLength(20)
    expect(run.lanes[0]?.destinations.map(({ name, owed, delivered, duplicates, imbalances }) => [name, owed, delivered, duplicates, imbalances.length]))
      .toEqual([['s', 20, 20, 0, 0], ['own', 20, 20, 0, 0]])
  })
})
