import { expect, it } from 'vitest'
import { runScenario } from '../../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

it('a transaction shows readers of committed records what it committed, and nothing of what it aborted', async () => {
  const text = `import { scenario } from 'kafka-vs-flume'
export default scenario({ duration: '30s' }, ({ lane, at }) => {
  let kafka
  lane('Kafka', ({ cluster }) => {
    kafka = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1, 'transaction.state.log.replication.factor': 1, 'transaction.state.log.min.isr': 1 })
    kafka.topic('t', { partitions: 1 })
  })
  at('5s', async () => {
    const consumer = kafka.client().consumer({ groupId: 'g', 'isolation.level': 'read_committed' })
    await consumer.connect()
    await consumer.subscribe({ topics: ['t'], fromBeginning: true })
    await consumer.run({ eachMessage: async ({ message }) => { console.log(message.value) } })
    const producer = kafka.client().producer({ 'transactional.id': 'x' })
    await producer.connect()
    for (const value of ['one', 'two', 'three']) {
      const transaction = await producer.transaction()
      await transaction.send({ topic: 't', messages: [{ value }] })
      if (value === 'two') await transaction.abort()
      else await transaction.commit()
    }
  })
})`
  const run = await runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
  expect(run.error).toBeUndefined()
  expect(run.console.map((line) => line.text)).toEqual(['one', 'three'])
  expect(run.lanes[0]?.destinations.map(({ owed, delivered, imbalances }) => [owed, delivered, imbalances.length])).toEqual([[2, 2, 0]])
})
