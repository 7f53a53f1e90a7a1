import { describe, expect, it } from 'vitest'
import { FakeCluster } from '../client/testing/fake-broker.ts'
import { KafkaProducer } from './kafka-producer.ts'

const second = 1_000_000

/** When sends at these moments to a broker that says nothing fail, in seconds; one request may be in flight. */
function failures(sentAtSeconds: readonly number[], properties: Readonly<Record<string, string>> = {}): readonly number[] {
  const cluster = new FakeCluster()
  const failedAt: number[] = []
  cluster.rule = () => 'silence'
  cluster.onStart = () => {
    const producer = new KafkaProducer({
      context: { lane: cluster.lane, process: cluster.application, name: `${cluster.application.name}/p`, clientId: 'p' },
      properties: { 'bootstrap.servers': 'broker-1:9092', retries: '0', acks: '1', 'enable.idempotence': 'false', 'linger.ms': '0', 'max.in.flight.requests.per.connection': '1', ...properties },
    })
    for (const [first, atSeconds] of sentAtSeconds.entries()) {
      cluster.application.after(atSeconds * second, () => {
        cluster.lane.ledger.offered({ first, count: 1 }, producer.name)
        producer.send({ topic: 't', partition: 0, run: { first, count: 1 } }, (result) => {
          if (result.kind === 'failed') failedAt.push(cluster.simulation.nowMicros / second)
        })
      })
    }
  }
  cluster.runTo(100)
  return failedAt
}

describe('request.timeout.ms of a producer', () => {
  // Sender.run: a select lasts as long as request.timeout.ms at most, and time-outs are looked for when it returns.
  it('is noticed when the select ends that began with the request', () => {
    const [failedAt = 0] = failures([1])
    expect(failedAt).toBeGreaterThan(31)
    expect(failedAt).toBeLessThan(31.01)
  })

  it('is noticed later when a new batch has woken the sender meanwhile, which then sleeps again', () => {
    const [failedAt = 0] = failures([1, 11])
    expect(failedAt).toBeGreaterThan(41)
    expect(failedAt).toBeLessThan(41.01)
  })

  it('is noticed at once when something wakes the sender then', () => {
    const [failedAt = 0] = failures([1, 31.5], { 'max.in.flight.requests.per.connection': '5' })
    expect(failedAt).toBeLessThan(31.51)
    const [atNewBatch = 0] = failures([1, 11, 35], { 'batch.size': '1' })
    expect(atNewBatch).toBe(35.001)
  })
})
