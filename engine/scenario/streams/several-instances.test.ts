import { describe, expect, it } from 'vitest'
import type { RunDestination, RunDocument } from '../run/run-document.ts'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** Six keys on two partitions through two instances that count; a third comes, one is killed and comes back, the run ends at some moment. */
async function run(duration: number, config = ''): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '${String(duration)}s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 30, from: '8s', for: '30s', key: (number) => 'key-' + number % 6 })
  lane('Kafka', ({ cluster, store, host }) => {
    const kafka = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1, 'transaction.state.log.replication.factor': 1, 'transaction.state.log.min.isr': 1 })
    kafka.topic('events', { partitions: 2 }).topic('counts', { partitions: 1 })
    kafka.producer({ acks: 'all', 'linger.ms': 5 }).sends(events, { topic: 'events' })
    const options = {
      'application.id': 'counter', 'commit.interval.ms': 1000, 'session.timeout.ms': 6000, 'statestore.cache.max.bytes': 0, ${config}
      topology: (builder, serdes) => {
        builder.stream('events').groupByKey().count({ as: 'counts' }).toStream().mapValues(String).to('counts', { valueSerde: serdes.String() })
      },
    }
    const machines = [1, 2, 3].map((number) => host('machine-' + number))
    const instance = (index) => kafka.streams({ ...options, 'client.id': 'instance-' + index, on: machines[index] })
    const instances = [instance(0), instance(1)]
    kafka.consumer({ groupId: 'reader', 'auto.offset.reset': 'earliest', 'isolation.level': 'read_committed' }).subscribes('counts').writes(store('archive'))
    at('0s', async () => {
      const consumer = kafka.client().consumer({ groupId: 'watcher', 'isolation.level': 'read_committed' })
      await consumer.connect()
      await consumer.subscribe({ topics: ['counts'], fromBeginning: true })
      await consumer.run({ eachMessage: async ({ message }) => { console.log(message.key + ' ' + message.value) } })
    })
    at('12.5s', () => { instance(2) })
    at('18.7s', () => { instances[0].kill() })
    at('30.2s', () => { instances[0].start(); instances[1].kill({ for: '2s' }) })
  })
})`
  const result = await runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
  expect(result.error).toBeUndefined()
  return result
}

const destination = ({ lanes: [lane] }: RunDocument, wanted: string): RunDestination | undefined => lane?.destinations.find(({ name }) => name === wanted)
const exactlyOnce = `'processing.guarantee': 'exactly_once_v2',`
const restored = /task \[0_[01]\] Restored and ready to run \((\d+) records/
const moments = [12, 12.6, 16, 18.71, 19.5, 24.8, 27, 30.21, 31, 33, 36.4, 44]

describe('several instances of a Kafka Streams application', () => {
  it.each([['at_least_once', ''], ['exactly_once_v2', exactlyOnce]])('balance at any moment of coming and dying, with %s', async (_, config) => {
    for (const duration of moments) {
      const { lanes: [lane] } = await run(duration, config)
      expect(lane?.destinations.flatMap(({ name, imbalances }) => imbalances.map((imbalance) => ({ duration, name, imbalance })))).toEqual([])
    }
  })

  it('restore what others have counted, and process again what those had not committed', async () => {
    const result = await run(80)
    const counter = destination(result, 'counter')
    expect([counter?.owed, counter?.delivered]).toEqual([900, 900])
    expect(counter?.duplicates).toBeGreaterThan(0)
    const archive = destination(result, 'archive')
    expect(archive?.delivered).toBe(archive?.owed)
    // Each time a record is processed there is one count; one that died unsent with its instance is owed to nobody, and made again.
    expect(archive?.owed).toBeGreaterThanOrEqual(900)
    expect(archive?.owed).toBeLessThanOrEqual(900 + (counter?.duplicates ?? 0))
    const restorations = result.changes.journal.flatMap(({ message }) => Number(restored.exec(message)?.[1] ?? 0))
    expect(Math.max(...restorations)).toBeGreaterThan(100)
  })

  it('count each record once for readers of committed records with exactly_once_v2', async () => {
    const result = await run(80, exactlyOnce)
    for (const name of ['counter', 'archive']) {
      const { owed, delivered, duplicates } = destination(result, name) ?? {}
      expect([name, owed, delivered, duplicates]).toEqual([name, 900, 900, 0])
    }
    for (let key = 0; key < 6; key += 1) {
      const counts = result.console.flatMap(({ text }) => (text.startsWith(`key-${String(key)} `) ? [Number(text.split(' ')[1])] : []))
      expect(counts).toEqual(Array.from({ length: 150 }, (_, index) => index + 1))
    }
  })
})
