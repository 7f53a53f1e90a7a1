import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../run/run-document.ts'
import { runScenario } from '../../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** Runs a lane with topic t, 100 records a second from 2 s to 12 s in one partition, and `code` as the reader's own from the start. */
async function run(code: string): Promise<RunDocument> {
  const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '40s' }, ({ lane, at, sleep }) => {
  const events = load.steady({ name: 'events', perSecond: 100, from: '2s', for: '10s' })
  let brokers
  lane('Kafka', ({ cluster }) => {
    brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 })
    brokers.topic('t', { partitions: 1, replicationFactor: 1 })
    brokers.producer({ acks: 'all' }).sends(events, { topic: 't' })
  })
  at('1s', async () => {
    const consumer = brokers.client().consumer({ groupId: 'own' })
    const admin = brokers.client().admin()
    await consumer.connect()
    await admin.connect()
    await consumer.subscribe({ topics: ['t'], fromBeginning: true })
    ${code}
  })
})`
  return runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
}

/** Owed, delivered, replayed, duplicates and imbalances. */
const books = ({ lanes: [lane] }: RunDocument): unknown => lane?.destinations.map(({ owed, delivered, replayed, duplicates, imbalances }) => [owed, delivered, replayed, duplicates, imbalances.length])
const printed = ({ console: lines }: RunDocument): readonly string[] => lines.map(({ text }) => text)

describe('a consumer with KafkaJS’s methods', () => {
  it('gets nothing of a paused partition, and then all of it', async () => {
    const result = await run(`
      let count = 0
      await consumer.run({ eachMessage: async ({ topic }) => {
        count++
        if (count === 7) { consumer.pause([{ topic }]); at('20s', () => { console.log(count); consumer.resume([{ topic }]) }) }
      } })`)
    expect(result.error).toBeUndefined()
    expect(printed(result)).toEqual(['7'])
    expect(books(result)).toEqual([[1000, 1000, 0, 0, 0]])
  })

  it('skips the rest of a batch from which it seeks away, and counts what comes again as a replay', async () => {
    const result = await run(`
      let hasSought = false
      await consumer.run({ eachMessage: ({ topic, partition, message }) => {
        if (message.offset !== '499' || hasSought) return
        hasSought = true
        consumer.seek({ topic, partition, offset: '400' })
      } })`)
    expect(result.error).toBeUndefined()
    expect(books(result)).toEqual([[1000, 1000, 100, 0, 0]])
  })

  it('hands over batches, and fetches again what was not resolved', async () => {
    const result = await run(`
      let calls = 0
      await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary, isRunning, isStale }) => {
        calls++
        if (batch.isEmpty() || !isRunning() || isStale() || batch.messages[0].offset !== batch.firstOffset()) throw new Error('a strange batch')
        if (calls % 50 !== 1) resolveOffset(batch.lastOffset())
        else if (batch.messages.length > 1) resolveOffset(batch.messages[0].offset)
        await commitOffsetsIfNecessary()
      } })
      at('39s', async () => { console.log((await admin.fetchOffsets({ groupId: 'own' }))[0].partitions[0].offset) })`)
    expect(result.error).toBeUndefined()
    expect(printed(result)).toEqual(['1000'])
    expect(books(result)).toEqual([[1000, 1000, 0, 0, 0]])
  })

  it('stops, commits what it is told to, and goes on from there', async () => {
    const result = await run(`
      let count = 0
      const options = { autoCommit: false, eachMessage: () => { count++ } }
      await consumer.run(options)
      at('20s', async () => {
        await consumer.commitOffsets([{ topic: 't', partition: 0, offset: '990' }])
        await consumer.stop()
        await consumer.run(options)
        await sleep('10s')
        console.log(count)
      })`)
    expect(result.error).toBeUndefined()
    expect(printed(result)).toEqual(['1010'])
    expect(books(result)).toEqual([[1000, 1000, 0, 10, 0]])
  })

  it.each([
    ["consumer.pause([{ topic: 't' }])", 'pause: the consumer does not run.'],
    ['await consumer.run({})', "run: 'eachMessage' must be a function, and is missing."],
    ['await consumer.run({ eachBatch: 5 })', "run: 'eachBatch' must be a function, and is 5."],
    ['await consumer.run({ eachMessage() {} }); await consumer.run({ eachMessage() {} })', 'run: the consumer runs already.'],
    ["await consumer.run({ eachMessage() {} }); consumer.pause('t')", "pause takes an array such as [{ topic: 'events', partitions: [0] }], and got 't'."],
    ["await consumer.run({ eachMessage() {} }); consumer.seek({ topic: 't', partition: 0, offset: -3 })", "seek: 'offset' must be an offset, '-1' (the end) or '-2' (the beginning), and is -3."],
    ["await consumer.run({ eachMessage() {} }); await sleep('8s'); consumer.resume([{ topic: 't', partitions: [7] }])", 'No current assignment for partition t-7'],
  ])('refuses %s', async (code, message) => {
    expect((await run(code)).error?.message).toContain(message)
  })
})
