import { describe, expect, it } from 'vitest'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** Counts of seconds, with batches of two seconds; the topic has these keys. */
async function countsOf(keys: string): Promise<readonly string[]> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '40s' }, ({ lane }) => {
  const events = load.steady({ name: 'events', perSecond: 10, from: '10s', for: '8s', key: () => 'a' })
  lane('Kafka', ({ cluster }) => {
    const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('events', { partitions: 1, ${keys} }).topic('counts', { partitions: 1 })
    brokers.producer({ acks: 'all', 'linger.ms': 2000 }).sends(events, { topic: 'events' })
    brokers.streams({
      'application.id': 'count',
      topology: (builder) => {
        builder.stream('events').groupByKey().windowedBy({ kind: 'time', sizeMs: 1000, advanceMs: 1000, graceMs: 0 })
          .emitStrategy('onWindowClose').count().toStream((windowed) => String(windowed.start % 60000)).peek((second, count) => { console.log(second + ': ' + count) })
      },
    })
  })
})`
  const result = await runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
  expect(result.error).toBeUndefined()
  return result.console.map(({ text: line }) => line)
}

describe('the time of a record that an application reads', () => {
  it('is its own, and not that of its batch', async () => {
    expect((await countsOf('')).slice(0, 4)).toEqual(['10000: 10', '11000: 10', '12000: 10', '13000: 10'])
  })

  it('is the moment of its batch’s append where the topic says so', async () => {
    const [first] = await countsOf(`'message.timestamp.type': 'LogAppendTime'`)
    expect(Number(first?.split(': ')[1])).toBeGreaterThanOrEqual(20)
  })
})
