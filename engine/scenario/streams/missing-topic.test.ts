import { describe, expect, it } from 'vitest'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

describe('the source topics of a Kafka Streams application', () => {
  it.each([1, 10, 19, 23])('does not mistake a topic for a missing one while brokers still hear of it, seed %i', async (seed) => {
    const states = await statesOf(seed, 'events')
    expect(states).toContain('State transition from REBALANCING to RUNNING')
  })

  it('ends when a source topic is missing', async () => {
    const states = await statesOf(1, 'evnets')
    expect(states).toContain('State transition from CREATED to ERROR')
  })
})

/** What an application on three brokers says of its states, reading one topic. */
async function statesOf(seed: number, topic: string): Promise<readonly string[]> {
  const text = `import { scenario } from 'kafka-vs-flume'
export default scenario({ duration: '20s' }, ({ lane }) => {
  lane('Kafka', ({ cluster }) => {
    const brokers = cluster({ brokers: 3 })
    brokers.topic('events', { partitions: 1, replicationFactor: 3 }).topic('copies', { partitions: 1, replicationFactor: 3 })
    brokers.streams({ 'application.id': 'copy', topology: (builder) => { builder.stream('${topic}').to('copies') } })
  })
})`
  const result = await runScenario({ files: { 'scenario.ts': text }, entry: 'scenario.ts', engineHash: '', drain, seed, sharesRealm: true })
  return result.changes.journal.map(({ message }) => message)
}
