import { describe, expect, it } from 'vitest'
import type { RunDestination, RunDocument } from '../run/run-document.ts'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** 200 records through an application that counts them, and its counts to a reader; the map is the reader's own code. */
async function run({ more, config = '', map = '(value) => value' }: { readonly more: string; readonly config?: string; readonly map?: string }): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '70s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 20, from: '5s', for: '10s', key: (number) => ['a', 'b'][number % 2] })
  lane('Kafka', ({ cluster, store }) => {
    const kafka = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1, 'transaction.state.log.replication.factor': 1, 'transaction.state.log.min.isr': 1 })
    kafka.topic('events', { partitions: 2 }).topic('counts', { partitions: 1 })
    kafka.producer({ acks: 'all', 'linger.ms': 5 }).sends(events, { topic: 'events' })
    const options = {
      'application.id': 'counter', 'commit.interval.ms': 1000, 'session.timeout.ms': 6000, 'statestore.cache.max.bytes': 0, ${config}
      topology: (builder, serdes) => {
        builder.stream('events').mapValues(${map}).groupByKey().count({ as: 'counts' }).toStream().mapValues(String).to('counts', { valueSerde: serdes.String() })
      },
    }
    const first = kafka.streams(options)
    kafka.consumer({ groupId: 'reader', 'auto.offset.reset': 'earliest', 'isolation.level': 'read_committed' }).subscribes('counts').writes(store('archive'))
    at('1s', async () => {
      const consumer = kafka.client().consumer({ groupId: 'watcher', 'isolation.level': 'read_committed' })
      await consumer.connect()
      await consumer.subscribe({ topics: ['counts'], fromBeginning: true })
      await consumer.run({ eachMessage: async ({ message }) => { console.log(message.key + message.value) } })
    })
    ${more}
  })
})`
  const result = await runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
  expect(result.error).toBeUndefined()
  return result
}

const destination = ({ lanes: [lane] }: RunDocument, wanted: string): RunDestination | undefined => lane?.destinations.find(({ name }) => name === wanted)
const states = ({ changes }: RunDocument): readonly string[] => changes.journal.flatMap(({ message }) => /State transition from \w+ to (\w+)/.exec(message)?.[1] ?? [])
const exactlyOnce = `'processing.guarantee': 'exactly_once_v2',`

describe('a Kafka Streams instance whose tasks others have, or may have', () => {
  it('starts anew when its transaction was aborted in its absence: nothing is counted twice, nothing is left', async () => {
    const result = await run({ more: `at('10s', () => { first.pause({ for: '20s' }) })`, config: exactlyOnce })
    expect(result.changes.journal.filter(({ message }) => message.includes('errors.TaskMigratedException: '))).toHaveLength(1)
    expect(states(result).slice(-2)).toEqual(['REBALANCING', 'RUNNING'])
    const counter = destination(result, 'counter')
    expect([counter?.owed, counter?.delivered, counter?.duplicates, counter?.imbalances]).toEqual([200, 200, 0, []])
    const archive = destination(result, 'archive')
    expect([archive?.owed, archive?.delivered, archive?.duplicates, archive?.imbalances]).toEqual([200, 200, 0, []])
    const counts = result.console.map(({ text }) => text).filter((text) => text.startsWith('a')).map((text) => Number(text.slice(1)))
    expect(counts).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
  })

  it('starts anew when its group has gone on without it: at least once', async () => {
    const result = await run({ more: `at('10.5s', () => { first.pause({ for: '20s' }) })` })
    expect(result.changes.journal.filter(({ message }) => message.includes('TaskMigratedException: Consumer committing offsets failed'))).toHaveLength(1)
    expect(states(result).at(-1)).toBe('RUNNING')
    const counter = destination(result, 'counter')
    expect([counter?.owed, counter?.delivered, counter?.imbalances]).toEqual([200, 200, []])
    expect(counter?.duplicates).toBeGreaterThan(0)
    expect(destination(result, 'archive')?.imbalances).toEqual([])
  })

  it('ends in ERROR when its own code throws', async () => {
    const result = await run({ more: '', config: exactlyOnce, map: `(value) => { throw new Error('no') }` })
    expect(states(result).at(-1)).toBe('ERROR')
  })
})
