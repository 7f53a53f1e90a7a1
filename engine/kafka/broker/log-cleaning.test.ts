import { describe, expect, it } from 'vitest'
import { Lane } from '../../ledger/lane.ts'
import { RecordStreams, type RecordContent } from '../../ledger/record-stream.ts'
import { Simulation } from '../../sim/simulation.ts'
import { KafkaCluster } from '../cluster/kafka-cluster.ts'
import { placedRecords } from '../log/cleaned-batch.ts'
import { KafkaProducer } from '../producer/kafka-producer.ts'

const recordCount = 60
const keyCount = 5
const second = 1_000_000

const keyed: RecordContent = {
  name: 'keyed',
  isUniform: false,
  valueBytes: () => 10,
  value: () => 'x'.repeat(10),
  key: (number) => `k${String(number % keyCount)}`,
  headers: () => undefined,
}

/** Sends a record each half second to a compacted topic on three brokers, and lets a minute pass. */
function compactedCluster(properties: Readonly<Record<string, string>>): { readonly lane: Lane; readonly cluster: KafkaCluster } {
  const simulation = new Simulation({ seed: 1 })
  const streams = new RecordStreams()
  streams.add(keyed)
  const lane = new Lane({ simulation, name: 'Kafka', streams, offeredAt: () => 0, startMs: 1_700_000_000_000 })
  const { index } = lane.ledger.destination('g')
  lane.ledger.owe(0, [index])
  const cluster = new KafkaCluster(lane, { nodes: [1, 2, 3].map((id) => ({ id, roles: ['broker', 'controller'] })), properties })
  const configs = { 'cleanup.policy': 'compact', 'segment.ms': '5000', 'min.cleanable.dirty.ratio': '0.1' }
  cluster.createTopic({ name: 't', assignment: [[1, 2, 3]], configs })
  const process = lane.host('app').process({
    onStart: () => {
      const context = { lane, process, name: `${process.name}/p`, clientId: 'p' }
      const producer = new KafkaProducer({ context, properties: { 'bootstrap.servers': cluster.bootstrapServers, 'linger.ms': '0' } })
      for (let number = 0; number < recordCount; number++) {
        process.after((number * second) / 2, () => {
          lane.ledger.offered({ first: number, count: 1 }, 'door')
          producer.send({ topic: 't', partition: 0, run: { first: number, count: 1 } })
        })
      }
    },
    onEnd: () => undefined,
  }, { name: 'app', bootMicros: 0 })
  cluster.start()
  cluster.onReady(() => { process.start() })
  simulation.runUntil(100 * second)
  return { lane, cluster }
}

describe('the cleaner of a broker', () => {
  it('keeps the newest record of each key at its offset on every replica, and says what became of the others', () => {
    const { lane, cluster } = compactedCluster({})
    const logs = cluster.brokers.map(({ broker }) => broker?.replicas.partition('t', 0)?.log)
    for (const log of logs) {
      const records = log?.files.segments.slice(0, -1).flatMap(({ file }) => file.entries.flatMap((batch) => placedRecords(batch))) ?? []
      const last = log?.files.segments.at(-1)?.baseOffset ?? 0
      const newest = Array.from({ length: keyCount }, (_, key) => Math.floor((last - 1 - key) / keyCount) * keyCount + key).sort((one, other) => one - other)
      expect(records.map(({ record }) => record)).toEqual(newest)
      expect(records.map(({ offset }) => offset)).toEqual(newest)
      expect(log?.logEndOffset).toBe(recordCount)
    }
    const [balance] = lane.ledger.balance()
    expect(balance?.imbalances).toEqual([])
    const superseded = balance?.lines.filter(({ fate }) => fate === 'superseded').reduce((sum, { count }) => sum + count, 0)
    expect(superseded).toBe((logs[0]?.files.segments.at(-1)?.baseOffset ?? 0) - keyCount)
  })

  it('does nothing when log.cleaner.enable is false', () => {
    const { cluster } = compactedCluster({ 'log.cleaner.enable': 'false' })
    const log = cluster.brokers[0]?.broker?.replicas.partition('t', 0)?.log
    expect(log?.files.segments.flatMap(({ file }) => file.entries).length).toBe(recordCount)
  })
})
