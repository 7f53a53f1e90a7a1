import { describe, expect, it } from 'vitest'
import type { RunDocument } from '../../engine/host.ts'
import { loadEngine } from '../../scripts/engine-realm.ts'

async function run(body: string): Promise<RunDocument> {
  const { engine, drain } = loadEngine()
  const text = `
    import { scenario } from 'kafka-vs-flume'
    export default scenario({ duration: '30s' }, ({ lane, at, sleep, expect }) => {
      const kafka = lane('Kafka', ({ cluster }) => { cluster().topic('t', { partitions: 2, replicationFactor: 3, 'min.insync.replicas': 2 }) })
      ${body}
    })`
  return engine.runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', drain })
}

describe('a client of the reader’s own code', { timeout: 90_000 }, () => {
  it('sends, receives and commits with KafkaJS’s methods, in virtual time', async () => {
    const result = await run(`
      const client = kafka.cluster.client({ clientId: 'app' })
      at('1s', async () => {
        const producer = client.producer({ acks: 'all' })
        await producer.connect()
        for (let n = 0; n < 10; n++) {
          const [stored] = await producer.send({ topic: 't', messages: [{ key: 'k' + n, value: 'v' + n, headers: { n: String(n) } }] })
          console.log(stored.topicName, stored.partition, stored.baseOffset)
          await sleep('10ms')
        }
        await producer.disconnect()
      })
      at('2s', async () => {
        const consumer = client.consumer({ groupId: 'g' })
        await consumer.connect()
        await consumer.subscribe({ topics: ['t'], fromBeginning: true })
        await consumer.run({ eachMessage: async ({ partition, message }) => {
          await Promise.resolve().then(() => Promise.resolve()).then(() => sleep('5ms'))
          console.log('got', partition, message.offset, message.key, message.value, message.headers.n)
        } })
      })
      expect(kafka.delivered).toBe(10)`)
    expect(result.error).toBeUndefined()
    expect(result.console.filter(({ text }) => text.startsWith('got'))).toHaveLength(10)
    expect(result.console[0]?.text).toMatch(/^t [01] 0$/)
    expect(result.expectations.map(({ isMet }) => isMet)).toEqual([true])
    expect(result.lanes[0]?.destinations[0]?.imbalances).toEqual([])
  })

  it('rejects with Kafka’s own exception, which the code may catch or let through', async () => {
    const body = (tail: string): string => `at('1s', async () => {
      const producer = kafka.cluster.client().producer({ 'max.request.size': 100 })
      await producer.connect()
      await producer.send({ topic: 't', messages: [{ value: 'x'.repeat(500) }] })${tail}
    })`
    const caught = await run(body('.catch((error) => console.log(error.name))'))
    expect(caught.error).toBeUndefined()
    expect(caught.console[0]?.text).toBe('org.apache.kafka.common.errors.RecordTooLargeException')
    expect((await run(body(''))).error?.message).toMatch(/^org\.apache\.kafka\.common\.errors\.RecordTooLargeException: The message is 5\d\d bytes/)
  })

  it('creates topics, and hears why it cannot', async () => {
    const result = await run(`at('1s', async () => {
      const admin = kafka.cluster.client().admin()
      await admin.connect()
      console.log(await admin.createTopics({ topics: [{ topic: 'new', numPartitions: 2, replicationFactor: 3 }] }))
      await admin.createTopics({ topics: [{ topic: 't' }] }).catch((error) => console.log(error.name))
    })`)
    expect(result.error).toBeUndefined()
    expect(result.console.map(({ text }) => text)).toEqual(['true', 'org.apache.kafka.common.errors.TopicExistsException'])
  })

  it('is told at once, with the place, what it wrote wrongly', async () => {
    const result = await run("at('1s', async () => {\n const producer = kafka.cluster.client().producer({ acks: 'some' })\n })")
    expect(result.error?.message).toContain('org.apache.kafka.common.config.ConfigException: Invalid value some for configuration acks')
    expect(result.error?.position).toEqual({ file: 'scenario.ts', line: 6, column: 53 })
  })

  it('does not cost a macrotask for each message when the handler returns no promise', async () => {
    const { engine, drain } = loadEngine()
    let drains = 0
    const text = `
      import { load, scenario } from 'kafka-vs-flume'
      export default scenario({ duration: '10s' }, ({ lane, at }) => {
        let seen = 0
        const kafka = lane('Kafka', ({ cluster }) => {
          const brokers = cluster()
          brokers.topic('t').producer().sends(load.steady({ perSecond: 1000, for: '5s' }), { topic: 't' })
        })
        at('1s', async () => {
          const consumer = kafka.cluster.client().consumer({ groupId: 'g' })
          await consumer.subscribe({ topics: ['t'], fromBeginning: true })
          await consumer.run({ eachMessage: () => { seen++ } })
        })
        at('9s', () => console.log(seen))
      })`
    const result = await engine.runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', drain: () => { drains++; return drain() } })
    expect(result.error).toBeUndefined()
    expect(result.console[0]?.text).toBe('5000')
    expect(drains).toBeLessThan(20)
  })
})
