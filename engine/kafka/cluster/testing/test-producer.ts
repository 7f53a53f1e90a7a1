import type { Process, Program } from '../../../sim/process.ts'
import { BROKER_PORT } from '../../protocol/envelope.ts'
import type { RecordBatch } from '../../record/record-batch.ts'
import { PeerConnection } from '../peer-connection.ts'
import type { TestBed } from './test-bed.ts'

/** A record that was acknowledged: where. */
export interface AcknowledgedRecord {
  readonly record: number
  readonly offset: number
}

/** A batch of one run of records of 100 bytes, as a producer without idempotence would send it. */
function testBatch(first: number, count = 1, overrides: Partial<RecordBatch> = {}): RecordBatch {
  return {
    baseOffset: 0,
    lastOffset: count - 1,
    partitionLeaderEpoch: -1,
    producerId: -1,
    producerEpoch: -1,
    baseSequence: -1,
    recordCount: count,
    sizeInBytes: 61 + 110 * count,
    firstTimestampMs: 1_700_000_000_000,
    maxTimestampMs: 1_700_000_000_000,
    isControl: false,
    isTransactional: false,
    codec: 'none',
    runs: [{ first, count }],
    ...overrides,
  }
}

/**
 * The simplest producer: one record after another to partition 0, each sent to the leader until it is acknowledged, by a
 * client that always knows who leads. For tests of brokers by themselves.
 */
export class TestProducer implements Program {
  readonly acknowledged: AcknowledgedRecord[] = []
  readonly errors: number[] = []
  readonly process: Process
  readonly #bed: TestBed
  readonly #topic: string
  readonly #acks: number
  readonly #periodMicros: number
  readonly #peers = new Map<number, PeerConnection>()
  #next = 0
  #unsettled: number | undefined
  #isStopped = false

  constructor(bed: TestBed, options: { readonly topic: string; readonly acks: number; readonly periodMicros: number }) {
    this.#bed = bed
    this.#topic = options.topic
    this.#acks = options.acks
    this.#periodMicros = options.periodMicros
    this.process = bed.lane.host('app').process(this, { name: 'app', bootMicros: 0 })
    bed.lane.ledger.addHolder({
      place: this.process.name,
      walk: (visit) => { if (this.#unsettled !== undefined) visit({ first: this.#unsettled, count: 1 }) },
    })
  }

  onStart(): void {
    this.#sendNext()
  }

  onEnd(): void {
    // It never ends.
  }

  /** Sends no further records. */
  stop(): void {
    this.#isStopped = true
  }

  /** Whether nothing is on its way. */
  get isSettled(): boolean {
    return this.#unsettled === undefined
  }

  #sendNext(): void {
    if (this.#isStopped) return
    const record = this.#next++
    this.#bed.lane.ledger.offered({ first: record, count: 1 }, this.process.name)
    this.#unsettled = record
    this.#attempt(record)
  }

  #attempt(record: number): void {
    const { cluster } = this.#bed
    const leader = cluster.leaderOf(this.#topic, 0)
    const topicId = cluster.image?.topic(this.#topic)?.topicId
    if (leader === undefined || topicId === undefined) {
      this.process.after(50_000, () => { this.#attempt(record) })
      return
    }
    const partitionData = [{ index: 0, records: [testBatch(record)] }]
    const request = { transactionalId: null, acks: this.#acks, timeoutMs: 3_000, topicData: [{ topicId, partitionData }] }
    this.#peer(leader.id).send('Produce', request, (response) => {
      const answer = response?.responses[0]?.partitionResponses[0]
      if (answer?.errorCode === 0) this.#settle({ record, offset: answer.baseOffset })
      else {
        if (answer !== undefined) this.errors.push(answer.errorCode)
        this.process.after(20_000, () => { this.#attempt(record) })
      }
    })
  }

  #settle(acknowledged: AcknowledgedRecord): void {
    this.acknowledged.push(acknowledged)
    this.#unsettled = undefined
    this.#bed.lane.ledger.accepted({ first: acknowledged.record, count: 1 }, this.process.name)
    this.process.after(this.#periodMicros, () => { this.#sendNext() })
  }

  #peer(nodeId: number): PeerConnection {
    let peer = this.#peers.get(nodeId)
    if (peer === undefined) {
      const { cluster, lane } = this.#bed
      peer = new PeerConnection({ process: this.process, network: lane.network, to: cluster.hostOf(nodeId), port: BROKER_PORT, clientId: 'test', requestTimeoutMs: 4_000 })
      this.#peers.set(nodeId, peer)
    }
    return peer
  }
}
