import { describe, expect, it } from 'vitest'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

describe('a producing application', () => {
  it('sends what comes at the moment at which its machine is back', async () => {
    const text = `import { load, scenario } from 'kafka-vs-flume'
export default scenario({ duration: '40s' }, ({ lane, at }) => {
  const events = load.steady({ name: 'events', perSecond: 1, from: '10s', for: '20s' })
  const side = lane('Kafka', ({ host, cluster }) => {
    const brokers = cluster({ brokers: 1, 'offsets.topic.replication.factor': 1 }).topic('events', { partitions: 1 })
    brokers.producer({ on: host('web') }).sends(events, { topic: 'events' })
    brokers.consumer({ groupId: 'readers', 'auto.offset.reset': 'earliest' }).subscribes('events')
  })
  at('15s', () => { side.host('web').powerCut({ for: '5s' }) })
})`
    const { error, lanes: [lane] } = await runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed: 1, sharesRealm: true })
    expect(error).toBeUndefined()
    const { imbalances, lines } = lane?.destinations[0] ?? {}
    expect(imbalances).toEqual([])
    expect(lines?.map(({ fate, count }) => [fate, count])).toEqual([['delivered', 15], ['dropped', 5]])
  })
})
