import { describe, expect, it } from 'vitest'
import { runFromSource } from './run-from-source.ts'

const clusterWith = (topic: string, body: string): string => `
  import { scenario } from 'kafka-vs-flume'
  export default scenario({ duration: '30s' }, ({ lane, at, sleep }) => {
    const kafka = lane('Kafka', ({ cluster }) => { cluster({ brokers: 1 }).topic('t', { ${topic} }) })
    const client = kafka.cluster.client({ clientId: 'app' })
    at('5s', async () => {
      const producer = client.producer()
      await producer.connect()
      ${body}
    })
  })`

describe('a topic’s leader', () => {
  it('refuses a record without a key when the topic is compacted, and stores nothing (kafka.log.validate)', async () => {
    const run = await runFromSource(clusterWith("'cleanup.policy': 'compact'", `
      await producer.send({ topic: 't', messages: [{ value: 'v' }] }).catch(({ name, message }) => console.log(name, message))
      console.log((await producer.send({ topic: 't', messages: [{ key: 'k', value: 'v' }] }))[0].baseOffset)`))
    expect(run.error).toBeUndefined()
    expect(run.console[0]?.text).toMatch(/^org\.apache\.kafka\.common\.InvalidRecordException /)
    expect(run.console[1]?.text).toBe('0')
    expect(run.lanes[0]?.destinations.flatMap(({ imbalances }) => imbalances)).toEqual([])
  })

  it('refuses a batch above max.message.bytes that the producer may send', async () => {
    const run = await runFromSource(clusterWith("'max.message.bytes': 1000", `
      await producer.send({ topic: 't', messages: [{ key: 'k', value: 'v'.repeat(2000) }] }).catch(({ name }) => console.log(name))`))
    expect(run.error).toBeUndefined()
    expect(run.console[0]?.text).toBe('org.apache.kafka.common.errors.RecordTooLargeException')
  })
})

describe('an application of the scenario’s own code', () => {
  it('can be killed as any process: what it had not sent is lost with it, and the books say so', async () => {
    const run = await runFromSource(clusterWith('', `
      kafka.link(client, kafka.cluster.broker(1)).cut()
      const waiting = producer.send({ topic: 't', messages: [{ value: 'v' }] })
      await sleep('1s')
      client.kill()
      waiting.then(() => console.log('sent'), () => console.log('failed'))`).replace('cluster({ brokers: 1 })', "const brokers = cluster({ brokers: 1 }); brokers.consumer({ groupId: 'g' }).subscribes('t'); brokers"))
    expect(run.error).toBeUndefined()
    expect(run.console).toEqual([])
    const [destination] = run.lanes[0]?.destinations ?? []
    expect(destination?.imbalances).toEqual([])
    expect(destination?.lines.map(({ fate, count }) => `${fate} ${count}`)).toEqual(['lost 1'])
    expect(run.markers.map(({ component, text }) => `${component}: ${text}`)).toContain('Kafka/application/app: SIGKILL')
  })
})
