import { describe, expect, it } from 'vitest'
import { Host } from '../../sim/host.ts'
import { Simulation } from '../../sim/simulation.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import { defaultLogConfig, type LogConfig } from './log-config.ts'
import { LogFiles } from './log-files.ts'
import { PartitionLog } from './partition-log.ts'

const startMs = 1_700_000_000_000

interface Bench {
  readonly simulation: Simulation
  readonly host: Host
  readonly removed: string[]
  readonly lost: number[]
  open(): PartitionLog
  pass(ms: number): void
}

function bench(config: Partial<LogConfig> = {}): Bench {
  const simulation = new Simulation({ seed: 1 })
  const host = new Host(simulation, 'Kafka/broker-1')
  const process = host.process({ onStart: () => undefined, onEnd: () => undefined }, { name: 'kafka', bootMicros: 0 })
  process.start()
  const removed: string[] = []
  const lost: number[] = []
  const files = new LogFiles(host.mainDisk, 'logs/t-0', (batches) => { lost.push(...batches.map(({ baseOffset }) => baseOffset)) })
  const nowMs = (): number => startMs + Math.floor(simulation.nowMicros / 1000)
  return {
    simulation,
    host,
    removed,
    lost,
    open: () => new PartitionLog({
      files,
      topicPartition: 't-0',
      config: { ...defaultLogConfig, ...config },
      process,
      nowMs,
      onRemoved: (batches, fate, cause) => { removed.push(...batches.map(({ baseOffset }) => `${baseOffset} ${fate}: ${cause}`)) },
    }),
    pass: (ms) => { simulation.runUntil(simulation.nowMicros + ms * 1000) },
  }
}

function batch(overrides: Partial<RecordBatch> = {}): RecordBatch {
  const recordCount = overrides.recordCount ?? 1
  return {
    baseOffset: 0,
    lastOffset: recordCount - 1,
    partitionLeaderEpoch: -1,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    recordCount,
    sizeInBytes: 70,
    firstTimestampMs: startMs,
    maxTimestampMs: startMs,
    isControl: false,
    isTransactional: false,
    codec: 'none',
    runs: [],
    ...overrides,
  }
}

const idempotent = (baseSequence: number, recordCount = 1, producerEpoch = 0): RecordBatch => batch({ producerId: 1, producerEpoch, baseSequence, recordCount })

function errorOf(action: () => unknown): string {
  try {
    action()
    return 'no error'
  } catch (error) {
    if (error instanceof KafkaException) return error.className
    throw error
  }
}

describe('PartitionLog', () => {
  // Recorded from Kafka 4.3.0's UnifiedLog (kafka.log.segment-roll): 79-byte batches.
  it.each([
    [200, 8, [0, 2, 4, 6]],
    [158, 6, [0, 2, 4]],
  ])('rolls when the next batch does not fit into segment.bytes=%i', (segmentBytes, count, baseOffsets) => {
    const log = bench({ segmentBytes }).open()
    for (let index = 0; index < count; index++) log.appendAsLeader(batch({ sizeInBytes: 79 }), 0)
    expect(log.files.segments.map(({ baseOffset }) => baseOffset)).toEqual(baseOffsets)
    expect(log.logEndOffset).toBe(count)
  })

  // Recorded (kafka.log.retention): retention.ms=1000, "a=1 roll +500 b=1 roll +500 c=1 retain +1 retain +500 retain +501 retain".
  it('deletes whole segments from the oldest on when their largest timestamp is older than retention.ms, the active one too', () => {
    const bed = bench({ retentionMs: 1_000 })
    const log = bed.open()
    const append = (): void => {
      const timestampMs = startMs + Math.floor(bed.simulation.nowMicros / 1000)
      log.appendAsLeader(batch({ firstTimestampMs: timestampMs, maxTimestampMs: timestampMs }), 0)
      log.updateHighWatermark(log.logEndOffset)
    }
    append()
    log.roll()
    bed.pass(500)
    append()
    log.roll()
    bed.pass(500)
    append()
    const retained = [0, 1, 500, 501].map((ms) => {
      bed.pass(ms)
      const deleted = log.deleteOldSegments()
      return [deleted, log.logStartOffset, log.files.segments.map(({ baseOffset }) => baseOffset), log.sizeInBytes]
    })
    expect(retained).toEqual([
      [0, 0, [0, 1, 2], 210],
      [1, 1, [1, 2], 140],
      [1, 2, [2], 70],
      [1, 3, [3], 0],
    ])
    expect(bed.removed[0]).toMatch(/^0 expired/)
  })

  it('answers one of the last five batches of a producer with its old offsets, and refuses the rest (kafka.log.idempotent-append)', () => {
    const log = bench().open()
    for (let sequence = 0; sequence < 7; sequence++) log.appendAsLeader(idempotent(sequence), 0)
    expect(log.appendAsLeader(idempotent(6), 0)).toMatchObject({ baseOffset: 6, lastOffset: 6 })
    expect(log.appendAsLeader(idempotent(2), 0)).toMatchObject({ baseOffset: 2, lastOffset: 2 })
    expect(errorOf(() => log.appendAsLeader(idempotent(1), 0))).toBe('org.apache.kafka.common.errors.OutOfOrderSequenceException')
    expect(errorOf(() => log.appendAsLeader(idempotent(9), 0))).toBe('org.apache.kafka.common.errors.OutOfOrderSequenceException')
    expect(log.logEndOffset).toBe(7)
  })

  it('takes any first sequence of a producer that it does not know, and only 0 with a new epoch', () => {
    const log = bench().open()
    log.appendAsLeader(idempotent(5), 0)
    expect(errorOf(() => log.appendAsLeader(idempotent(6, 1, 1), 0))).toBe('org.apache.kafka.common.errors.OutOfOrderSequenceException')
    log.appendAsLeader(idempotent(0, 1, 1), 0)
    expect(errorOf(() => log.appendAsLeader(idempotent(6, 1, 0), 0))).toBe('org.apache.kafka.common.errors.InvalidProducerEpochException')
  })

  it('knows where each leader epoch began, also after a truncation and when it is opened again', () => {
    const bed = bench()
    const log = bed.open()
    for (const epoch of [0, 0, 2, 2, 5]) log.appendAsLeader(batch(), epoch)
    expect(log.endOffsetForEpoch(0)).toEqual({ epoch: 0, endOffset: 2 })
    expect(log.endOffsetForEpoch(1)).toEqual({ epoch: 0, endOffset: 2 })
    expect(log.endOffsetForEpoch(5)).toEqual({ epoch: 5, endOffset: 5 })
    expect(log.endOffsetForEpoch(6)).toEqual({ epoch: -1, endOffset: -1 })
    log.truncateTo(3, "truncated to the new leader's log end")
    expect(log.latestEpoch).toBe(2)
    expect(bed.removed).toEqual(["3 lost: truncated to the new leader's log end", "4 lost: truncated to the new leader's log end"])
    expect(bed.open().endOffsetForEpoch(2)).toEqual({ epoch: 2, endOffset: 3 })
  })

  it('ends where power was lost: what was neither flushed nor written back is gone', () => {
    const bed = bench()
    const log = bed.open()
    log.appendAsLeader(batch(), 0)
    log.appendAsLeader(batch(), 0)
    log.flush(() => undefined)
    bed.pass(100)
    log.appendAsLeader(batch(), 0)
    bed.host.powerCut()
    expect(bed.lost).toEqual([2])
    expect(bed.open().logEndOffset).toBe(2)
  })

  it('fsyncs after flush.messages messages', () => {
    const bed = bench({ flushMessages: 3 })
    const log = bed.open()
    for (let index = 0; index < 4; index++) log.appendAsLeader(batch(), 0)
    bed.pass(100)
    bed.host.powerCut()
    expect(bed.lost).toEqual([3])
  })

  it('refuses batches as a 4.3.0 leader does, and writes nothing (kafka.log.append-validation)', () => {
    const log = bench({ maxMessageBytes: 100, segmentBytes: 1_000 }).open()
    expect(errorOf(() => log.appendAsLeader(batch({ sizeInBytes: 101 }), 0))).toBe('org.apache.kafka.common.errors.RecordTooLargeException')
    expect(errorOf(() => log.appendAsLeader(batch({ maxTimestampMs: startMs + 3_600_001 }), 0))).toBe('org.apache.kafka.common.errors.InvalidTimestampException')
    log.appendAsLeader(batch({ maxTimestampMs: startMs + 3_600_000 }), 0)
    expect(log.logEndOffset).toBe(1)
  })

  it('reads from the batch that holds an offset, at least one batch, none beyond the bound', () => {
    const log = bench().open()
    for (let index = 0; index < 5; index++) log.appendAsLeader(batch({ recordCount: 10 }), 0)
    const offsets = (from: number, maxBytes: number, end: number): readonly number[] => log.read(from, maxBytes, end).batches.map(({ baseOffset }) => baseOffset)
    expect(offsets(15, 1, 50)).toEqual([10])
    expect(offsets(15, 140, 50)).toEqual([10, 20])
    expect(offsets(0, 1_000, 30)).toEqual([0, 10, 20])
    expect(offsets(50, 1_000, 50)).toEqual([])
  })
})
