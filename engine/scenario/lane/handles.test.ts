import { describe, expect, it } from 'vitest'
import { runScenario } from '../run/run-scenario.ts'

const drain = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

describe('what a scenario does to its machines', () => {
  it('is marked as a fault where something goes wrong, and as a recovery where it is put right', async () => {
    const scenario = `
      import { scenario } from 'kafka-vs-flume'
      export default scenario({ duration: '30s' }, ({ lane, at }) => {
        const kafka = lane('Kafka', ({ cluster }) => { cluster({ brokers: 1 }) })
        at('10s', () => {
          const [broker] = kafka.cluster.brokers
          broker.kill({ for: '2s' })
          broker.disk.fill({ for: '3s' })
        })
        at('15s', () => { kafka.cluster.brokers[0].powerCut() })
        at('16s', () => { kafka.cluster.brokers[0].host.powerOn() })
      })`
    const run = await runScenario({ files: { 'scenario.ts': scenario }, entry: 'scenario.ts', engineHash: '', drain })
    expect(run.error).toBeUndefined()
    expect(run.markers.map(({ timeMicros, kind, text }) => [timeMicros / 1e6, kind, text])).toEqual([
      [10, 'fault', 'SIGKILL'],
      [10, 'fault', 'disk filled; 0 bytes free'],
      [12, 'recovery', 'started'],
      [13, 'recovery', 'disk has room again'],
      [15, 'fault', 'power cut'],
      [16, 'recovery', 'power restored'],
    ])
    expect(run.lanes[0]?.nodes.filter(({ kind }) => kind === 'disk').map(({ parent }) => parent)).toEqual(['Kafka/broker-1', 'Kafka/controller-100'])
  })
})
