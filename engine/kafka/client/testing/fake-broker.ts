import { Lane } from '../../../ledger/lane.ts'
import { RecordStreams, type RecordContent } from '../../../ledger/record-stream.ts'
import type { Endpoint } from '../../../sim/connection.ts'
import type { Process } from '../../../sim/process.ts'
import { Simulation } from '../../../sim/simulation.ts'
import { BROKER_PORT, responseEnvelope, type AnyRequest, type AnyResponse } from '../../protocol/envelope.ts'
import { errorCode, type ErrorName } from '../../protocol/errors.ts'
import type { ProduceRequest } from '../../protocol/produce.ts'
import { withOffsets, type RecordBatch } from '../../record/record-batch.ts'

/** What a test lets the broker say to a batch: an error, silence, or (undefined) append and acknowledge. */
export type ProduceRule = (batch: RecordBatch, partition: number) => ErrorName | 'silence' | 'append and silence' | undefined

/** Records of so many bytes, all alike. */
export function plainContent(valueBytes: number): RecordContent {
  return {
    name: 'plain', isUniform: true, valueBytes: () => valueBytes, value: (number) => String(number), key: () => undefined, headers: () => undefined,
  }
}

/** A lane with one fake broker and one application process, for tests of clients by themselves. */
export class FakeCluster {
  readonly simulation: Simulation
  readonly lane: Lane
  readonly broker: Process
  readonly application: Process
  readonly logs: RecordBatch[][]
  readonly requests: { readonly api: string; readonly atMicros: number; readonly recordCounts: readonly number[] }[] = []
  rule: ProduceRule = () => undefined
  leaderEpoch = 0
  /** What runs when the application's process is up. */
  onStart: () => void = () => undefined

  constructor(options: { readonly seed?: number; readonly partitions?: number; readonly content?: RecordContent } = {}) {
    this.simulation = new Simulation({ seed: options.seed ?? 1 })
    const streams = new RecordStreams()
    streams.add(options.content ?? plainContent(100))
    this.lane = new Lane({ simulation: this.simulation, name: 'Kafka', streams, offeredAt: () => 0, startMs: 1_700_000_000_000 })
    this.lane.ledger.owe(0, [this.lane.ledger.destination('store').index])
    this.logs = Array.from({ length: options.partitions ?? 1 }, () => [])
    this.lane.ledger.addHolder({ place: 'Kafka/t', walk: (visit) => { for (const log of this.logs) for (const batch of log) batch.runs.forEach(visit) } })
    this.broker = this.lane.host('broker-1').process({ onStart: () => { this.#listen() }, onEnd: () => undefined }, { name: 'kafka', bootMicros: 0 })
    this.application = this.lane.host('app').process({ onStart: () => { this.onStart() }, onEnd: () => undefined }, { name: 'app', bootMicros: 1000 })
    this.broker.start()
    this.application.start()
  }

  /** Runs until a moment. */
  runTo(seconds: number): void {
    this.simulation.endMicros = seconds * 1_000_000
    while (this.simulation.advance() === 'instant');
  }

  /** Record counts of the batches in a partition's log. */
  batchCounts(partition = 0): readonly number[] {
    return (this.logs[partition] ?? []).map((batch) => batch.recordCount)
  }

  /** All records of a partition's log in order. */
  records(partition = 0): readonly number[] {
    return (this.logs[partition] ?? []).flatMap((batch) => batch.runs.flatMap((run) => Array.from({ length: run.count }, (_, index) => run.first + index)))
  }

  #listen(): void {
    this.lane.network.listen<AnyResponse, AnyRequest>(this.broker, BROKER_PORT, (endpoint) => ({
      onMessage: (request) => { this.#handle(request, endpoint) },
    }))
  }

  #handle(request: AnyRequest, endpoint: Endpoint<AnyResponse>): void {
    const send = (sized: { readonly message: AnyResponse; readonly bytes: number }): void => { endpoint.send(sized.message, sized.bytes) }
    const recordCounts = request.api === 'Produce'
      ? request.body.topicData.flatMap((topic) => topic.partitionData.flatMap((entry) => (entry.records ?? []).map((batch) => batch.recordCount))) : []
    this.requests.push({ api: request.api, atMicros: this.simulation.nowMicros, recordCounts })
    switch (request.api) {
      case 'ApiVersions':
        send(responseEnvelope(request, { errorCode: 0, apiKeys: [], throttleTimeMs: 0 }))
        return
      case 'Metadata':
        send(responseEnvelope(request, {
          throttleTimeMs: 0, clusterId: 'c', controllerId: 1, errorCode: 0,
          brokers: [{ nodeId: 1, host: 'broker-1', port: BROKER_PORT, rack: null }],
          topics: (request.body.topics ?? []).map(({ name }) => ({
            name, topicId: 'topic-t', isInternal: false, topicAuthorizedOperations: 0,
            errorCode: errorCode(name === 't' ? 'NONE' : 'UNKNOWN_TOPIC_OR_PARTITION'),
            partitions: name === 't' ? this.logs.map((_, partitionIndex) => ({
              errorCode: 0, partitionIndex, leaderId: 1, leaderEpoch: this.leaderEpoch, replicaNodes: [1], isrNodes: [1], offlineReplicas: [],
            })) : [],
          })),
        }))
        return
      case 'InitProducerId':
        send(responseEnvelope(request, { throttleTimeMs: 0, errorCode: 0, producerId: 1000, producerEpoch: 0 }))
        return
      case 'Produce':
        this.#produce(request.body, (responses) => {
          if (request.body.acks !== 0) send(responseEnvelope(request, { responses: [{ topicId: 'topic-t', partitionResponses: responses }], throttleTimeMs: 0 }))
        })
        return
      default:
        return
    }
  }

  #produce(request: ProduceRequest, answer: (responses: readonly { index: number; errorCode: number; baseOffset: number; logAppendTimeMs: number; logStartOffset: number; recordErrors: readonly never[]; errorMessage: string | null }[]) => void): void {
    const responses = []
    for (const { index, records } of request.topicData.flatMap((topic) => topic.partitionData)) {
      const log = this.logs[index]
      const batch = records?.[0]
      if (log === undefined || batch === undefined) continue
      const verdict = this.rule(batch, index)
      if (verdict === 'silence') return
      const last = log[log.length - 1]
      const baseOffset = last === undefined ? 0 : last.lastOffset + 1
      if (verdict === undefined || verdict === 'append and silence') log.push(withOffsets(batch, baseOffset, this.leaderEpoch))
      if (verdict === 'append and silence') return
      responses.push({
        index, errorCode: errorCode(verdict ?? 'NONE'), baseOffset: verdict === undefined ? baseOffset : -1, logAppendTimeMs: -1, logStartOffset: 0, recordErrors: [], errorMessage: null,
      })
    }
    answer(responses)
  }
}
