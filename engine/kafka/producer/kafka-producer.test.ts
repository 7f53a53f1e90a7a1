import { describe, expect, it } from 'vitest'
import { FakeCluster, plainContent } from '../client/testing/fake-broker.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { KafkaProducer } from './kafka-producer.ts'
import type { SendResult } from './producer-batch.ts'

interface Bench {
  readonly cluster: FakeCluster
  readonly results: { readonly atMicros: number; readonly result: SendResult }[]
  producer(properties?: Readonly<Record<string, string>>): KafkaProducer
  start(act: () => void): void
}

function bench(options: ConstructorParameters<typeof FakeCluster>[0] = {}): Bench {
  const cluster = new FakeCluster(options)
  const results: { readonly atMicros: number; readonly result: SendResult }[] = []
  return {
    cluster,
    results,
    producer: (properties = {}) => new KafkaProducer({
      context: { lane: cluster.lane, process: cluster.application, name: `${cluster.application.name}/p`, clientId: 'p' },
      properties: { 'bootstrap.servers': 'broker-1:9092', ...properties },
    }),
    start: (act) => { cluster.onStart = act },
  }
}

function sendTo(bed: Bench, producer: KafkaProducer, first: number, count: number, partition = 0): void {
  bed.cluster.lane.ledger.offered({ first, count }, producer.name)
  producer.send({ topic: 't', partition, run: { first, count }, timestampMs: 1_700_000_000_000 }, (result) => {
    bed.results.push({ atMicros: bed.cluster.simulation.nowMicros, result })
  })
}

const errorsOf = (bed: Bench): readonly string[] =>
  bed.results.flatMap(({ result }) => (result.kind === 'failed' ? [`${result.error.className}: ${result.error.message}`] : []))

describe('KafkaProducer', () => {
  // Recorded from a Kafka 4.3.0 producer (batch.size, value bytes, records -> batches).
  it.each([
    [16384, 100, 1000, [148, 148, 148, 148, 148, 148, 112]],
    [1000, 900, 10, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
    [0, 10, 10, [2, 2, 2, 2, 2]],
    [16384, 0, 5000, [2048, 2048, 904]],
  ])('cuts batches where the next record does not fit: batch.size %i, values of %i bytes', (batchSize, bytes, count, batches) => {
    const bed = bench({ content: plainContent(bytes) })
    bed.start(() => {
      const producer = bed.producer({ 'linger.ms': '20000', 'batch.size': String(batchSize) })
      sendTo(bed, producer, 0, count)
      bed.cluster.application.after(1_000_000, () => { producer.flush(() => undefined) })
    })
    bed.cluster.runTo(5)
    expect(bed.cluster.batchCounts()).toEqual(batches)
    expect(bed.cluster.records()).toEqual(Array.from({ length: count }, (_, index) => index))
  })

  it('waits linger.ms for more records, counted from the first of a batch', () => {
    const bed = bench()
    bed.start(() => {
      const producer = bed.producer({ 'linger.ms': '200' })
      const sendNext = (record: number): void => {
        sendTo(bed, producer, record, 1)
        if (record < 9) bed.cluster.application.after(52_000, () => { sendNext(record + 1) })
      }
      bed.cluster.application.after(1_000_000, () => { sendNext(0) })
    })
    bed.cluster.runTo(3)
    expect(bed.cluster.batchCounts()).toEqual([4, 4, 2])
  })

  it('sends a million records in well under a second of real time', () => {
    const bed = bench()
    bed.start(() => { sendTo(bed, bed.producer(), 0, 1_000_000) })
    bed.cluster.runTo(60)
    expect(bed.cluster.batchCounts().reduce((sum, count) => sum + count, 0)).toBe(1_000_000)
    expect(bed.cluster.simulation.eventsExecuted).toBeLessThan(400_000)
  })

  it('fails a send for a topic that does not exist after max.block.ms, with the broker\'s answer as cause', () => {
    const bed = bench()
    bed.start(() => {
      bed.producer({ 'max.block.ms': '2000' }).send({ topic: 'nope', run: { first: 0, count: 1 } }, (result) => {
        bed.results.push({ atMicros: bed.cluster.simulation.nowMicros, result })
      })
    })
    bed.cluster.runTo(10)
    expect(errorsOf(bed)).toEqual(['org.apache.kafka.common.errors.TimeoutException: Topic nope not present in metadata after 2000 ms.'])
    const [first] = bed.results
    expect(first?.atMicros).toBe(2_001_000)
    expect(first?.result.kind === 'failed' && first.result.error.cause?.className).toBe('org.apache.kafka.common.errors.UnknownTopicOrPartitionException')
  })

  it('gives up after delivery.timeout.ms when the broker is silent, and does not know what became of the record', () => {
    const bed = bench()
    bed.cluster.rule = () => 'append and silence'
    bed.start(() => {
      const producer = bed.producer({ 'delivery.timeout.ms': '3000', 'request.timeout.ms': '1000', acks: '1', 'enable.idempotence': 'false' })
      sendTo(bed, producer, 0, 1)
    })
    bed.cluster.runTo(20)
    expect(errorsOf(bed)).toHaveLength(1)
    expect(errorsOf(bed)[0]).toMatch(/^org\.apache\.kafka\.common\.errors\.TimeoutException: Expiring 1 record\(s\) for t-0:300\d ms has passed since batch creation\./)
    expect(bed.cluster.records().length).toBeGreaterThan(1)
    expect(bed.cluster.lane.ledger.balance()[0]?.lines.map((line) => line.fate)).toEqual(['unknown'])
  })

  it('blocks when the buffer is full, and fails the record after max.block.ms', () => {
    const bed = bench({ content: plainContent(1000) })
    bed.cluster.rule = () => 'silence'
    bed.start(() => {
      const producer = bed.producer({ 'buffer.memory': '65536', 'batch.size': '1000', 'max.block.ms': '1500' })
      sendTo(bed, producer, 0, 61)
    })
    bed.cluster.runTo(2)
    expect(errorsOf(bed)).toEqual([
      'org.apache.kafka.clients.producer.BufferExhaustedException: Failed to allocate 1086 bytes within the configured max blocking time 1500 ms. '
      + 'Total memory: 65536 bytes. Available memory: 376 bytes. Poolable size: 1000 bytes',
    ])
  })

  it('reorders with five requests in flight and retries, but never when it is idempotent', () => {
    const orders = ['false', 'true'].map((idempotence) => {
      const bed = bench()
      let refusals = 1
      let next = 0
      bed.cluster.rule = (batch) => {
        if (refusals > 0 && batch.runs[0]?.first === 1) {
          refusals--
          return 'NOT_ENOUGH_REPLICAS'
        }
        if (batch.baseSequence === -1) return undefined
        if (batch.baseSequence !== next) return 'OUT_OF_ORDER_SEQUENCE_NUMBER'
        next += batch.recordCount
        return undefined
      }
      bed.start(() => {
        const producer = bed.producer({ 'enable.idempotence': idempotence, 'linger.ms': '0' })
        sendTo(bed, producer, 0, 1)
        for (let record = 1; record < 8; record++) bed.cluster.application.after(500_000 + record * 100, () => { sendTo(bed, producer, record, 1) })
      })
      bed.cluster.runTo(10)
      return bed.cluster.records()
    })
    expect(orders[0]).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect([...(orders[0] ?? [])].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(orders[1]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('raises its epoch and goes on when the broker finds a real gap in the sequence', () => {
    const bed = bench()
    let hasRefused = false
    bed.cluster.rule = (batch) => {
      if (batch.baseSequence === 1 && batch.producerEpoch === 0 && !hasRefused) {
        hasRefused = true
        return 'OUT_OF_ORDER_SEQUENCE_NUMBER'
      }
      return undefined
    }
    bed.start(() => {
      const producer = bed.producer()
      for (let record = 0; record < 3; record++) bed.cluster.application.after(500_000 + record * 50_000, () => { sendTo(bed, producer, record, 1) })
    })
    bed.cluster.runTo(10)
    expect(bed.cluster.records()).toEqual([0, 1, 2])
    expect(bed.cluster.logs[0]?.map((batch) => [batch.producerEpoch, batch.baseSequence])).toEqual([[0, 0], [1, 0], [1, 1]])
  })

  it('splits a batch that the broker finds too large, and keeps the sequence', () => {
    const bed = bench()
    bed.cluster.rule = (batch) => (batch.sizeInBytes > 5000 ? 'MESSAGE_TOO_LARGE' : undefined)
    bed.start(() => { sendTo(bed, bed.producer(), 0, 148) })
    bed.cluster.runTo(10)
    expect(bed.cluster.records()).toEqual(Array.from({ length: 148 }, (_, index) => index))
    expect(bed.cluster.logs[0]?.every((batch) => batch.baseSequence === batch.baseOffset)).toBe(true)
    expect(bed.results.map(({ result }) => result.kind === 'acknowledged' && [result.run.first, result.offset])).toEqual(
      bed.cluster.logs[0]?.map((batch) => [batch.baseOffset, batch.baseOffset]))
  })

  it('acknowledges acks=0 when the socket has the record', () => {
    const bed = bench()
    bed.cluster.rule = () => 'silence'
    bed.start(() => { sendTo(bed, bed.producer({ acks: '0' }), 0, 10) })
    bed.cluster.runTo(1)
    expect(bed.results.map(({ result }) => result.kind === 'acknowledged' && result.offset)).toEqual([-1])
  })

  it('fails what is open when it is closed by force, with Java\'s words', () => {
    const bed = bench()
    bed.cluster.rule = () => 'silence'
    let closedAt = 0
    bed.start(() => {
      const producer = bed.producer()
      sendTo(bed, producer, 0, 3)
      bed.cluster.application.after(500_000, () => { producer.close(1000, () => { closedAt = bed.cluster.simulation.nowMicros }) })
    })
    bed.cluster.runTo(5)
    expect(errorsOf(bed)).toEqual(['org.apache.kafka.common.KafkaException: Producer is closed forcefully.'])
    expect(closedAt).toBe(1_501_000)
  })

  it('takes its buffer with it when its process dies', () => {
    const bed = bench()
    bed.cluster.rule = () => 'silence'
    bed.start(() => { sendTo(bed, bed.producer({ 'linger.ms': '1000' }), 0, 5) })
    bed.cluster.simulation.at(500_000, bed.cluster.simulation.owner('test'), () => { bed.cluster.application.kill() })
    bed.cluster.runTo(1)
    expect(bed.cluster.lane.ledger.balance()[0]).toMatchObject({
      lines: [{ fate: 'lost', cause: 'the producer died with it in its buffer', count: 5 }], imbalances: [],
    })
  })

  it('refuses to be used after close', () => {
    const bed = bench()
    let caught: unknown
    bed.start(() => {
      const producer = bed.producer()
      producer.close(undefined, () => {
        try {
          producer.send({ topic: 't', run: { first: 0, count: 1 } })
        } catch (error) {
          caught = error
        }
      })
    })
    bed.cluster.runTo(5)
    expect(caught instanceof KafkaException && `${caught.className}: ${caught.message}`).toBe(
      'java.lang.IllegalStateException: Cannot perform operation after producer has been closed')
  })
})
