import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../run/run-document.ts'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** 200 records on the keys a and b through a count into the topic counts, which a group reads; `more` is done beside it. */
async function run(more = '', config = ''): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '60s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 20, from: '5s', for: '10s', key: (number) => ['a', 'b'][number % 2] })
  let kafka
  lane('Kafka', ({ cluster, store }) => {
    kafka = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1, 'transaction.state.log.replication.factor': 1, 'transaction.state.log.min.isr': 1 })
    kafka.topic('events', { partitions: 2 }).topic('counts', { partitions: 1 })
    kafka.producer({ acks: 'all', 'linger.ms': 5 }).sends(events, { topic: 'events' })
    const options = {
      'application.id': 'counter', 'commit.interval.ms': 1000, 'session.timeout.ms': 6000, ${config}
      topology: (builder, serdes) => {
        builder.stream('events').groupByKey().count({ as: 'counts' }).toStream().to('counts', { valueSerde: serdes.Long() })
      },
    }
    const first = kafka.streams(options)
    kafka.consumer({ groupId: 'reader', 'auto.offset.reset': 'earliest', 'isolation.level': 'read_committed' }).subscribes('counts').writes(store('archive'))
    ${more}
  })
})`
  return runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
}

const counter = ({ lanes: [lane] }: RunDocument): unknown => lane?.destinations.filter(({ name }) => name === 'counter').map(({ owed, delivered, duplicates, imbalances }) => [owed, delivered, duplicates, imbalances.length])

describe('a Kafka Streams application', () => {
  it('processes each record once while nothing happens, and hands on what leaves the cache at each commit', async () => {
    const result = await run()
    expect(result.error).toBeUndefined()
    expect(counter(result)).toEqual([[200, 200, 0, 0]])
    const archive = result.lanes[0]?.destinations.find(({ name }) => name === 'archive')
    expect(archive?.imbalances).toEqual([])
    // Two keys and a commit each second of ten: no more updates than that, and fewer than records.
    expect(archive?.delivered).toBe(archive?.owed)
    expect(archive?.owed).toBeGreaterThan(10)
    expect(archive?.owed).toBeLessThanOrEqual(24)
  })

  it('processes again what a killed instance had not committed: at least once', async () => {
    const result = await run(`at('10s', () => { first.kill({ for: '2s' }) })`, `'commit.interval.ms': 3000,`)
    expect(result.error).toBeUndefined()
    const [[owed, delivered, duplicates, imbalances]] = counter(result) as [[number, number, number, number]]
    expect([owed, delivered, imbalances]).toEqual([200, 200, 0])
    expect(duplicates).toBeGreaterThan(0)
  })

  it('processes each record once over a kill with exactly_once_v2, and its aborted results are owed to nobody', async () => {
    const result = await run(`at('10s', () => { first.kill({ for: '2s' }) })`, `'processing.guarantee': 'exactly_once_v2', 'commit.interval.ms': 3000,`)
    expect(result.error).toBeUndefined()
    const archive = result.lanes[0]?.destinations.find(({ name }) => name === 'archive')
    expect([archive?.imbalances, archive?.duplicates]).toEqual([[], 0])
    expect(archive?.delivered).toBe(archive?.owed)
    expect(counter(result)).toEqual([[200, 200, 0, 0]])
  })

  it('goes on from its changelog when it comes back: no count begins again', async () => {
    const result = await run(`
      kafka.topic('texts', { partitions: 1 })
      kafka.streams({ 'application.id': 'text', topology: (builder, serdes) => builder.stream('counts', { valueSerde: serdes.Long() }).mapValues(String).to('texts', { valueSerde: serdes.String() }) })
      at('1s', async () => {
        const consumer = kafka.client().consumer({ groupId: 'texts' })
        await consumer.connect()
        await consumer.subscribe({ topics: ['texts'], fromBeginning: true })
        await consumer.run({ eachMessage: async ({ message }) => { console.log(message.key + message.value) } })
      })
      at('10s', () => { first.kill({ for: '2s' }) })`)
    expect(result.error).toBeUndefined()
    const counts = result.console.map(({ text }) => text).filter((text) => text.startsWith('a')).map((text) => Number(text.slice(1)))
    // 100 records have the key a; some are counted twice.
    expect(Math.max(...counts)).toBeGreaterThanOrEqual(100)
    expect(Math.max(...counts)).toBeLessThan(130)
  })

  it('shares its partitions among instances, and repeats nothing when they come in good order', async () => {
    const result = await run(`kafka.streams({ ...options, 'client.id': 'second' })`)
    expect(result.error).toBeUndefined()
    expect(counter(result)).toEqual([[200, 200, 0, 0]])
  })
})
