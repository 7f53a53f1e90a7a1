import type { BrokerServices, RequestContext } from '../broker/request-handlers.ts'
import { streamIndexOf } from '../../ledger/record-stream.ts'
import { payloadBatch } from '../log/payload-batch.ts'
import type { MarkerPayload } from '../log/transaction-index.ts'
import { errorCode } from '../protocol/errors.ts'
import type { WriteTxnMarkersRequest, WriteTxnMarkersResponse } from '../protocol/write-txn-markers.ts'
import { END_TRANSACTION_MARKER_BYTES } from '../record/end-transaction-marker.ts'
import type { RecordBatch } from '../record/record-batch.ts'
import type { TransactionPartition, TransactionRecord } from './transaction-state.ts'

const retryMicros = 100_000
const appendTimeoutMs = 30_000
const transactionVersion = 2

/** Tells the leaders of a transaction's partitions how it ended, until all of them have it in their logs (TransactionMarkerChannelManager). */
export class MarkerSender {
  readonly #services: BrokerServices

  constructor(services: BrokerServices) {
    this.#services = services
  }

  /** @param isWanted whether this broker still coordinates the transaction */
  send(record: TransactionRecord, isWanted: () => boolean, done: () => void): void {
    const left = new Map(record.partitions.map((partition) => [nameOf(partition), partition]))
    const round = (): void => {
      if (!isWanted()) return
      if (left.size === 0) {
        done()
        return
      }
      let open = 0
      for (const [leader, partitions] of this.#byLeader([...left.values()])) {
        open += 1
        this.#services.peers.send(leader, 'WriteTxnMarkers', requestOf(record, partitions), (response) => {
          for (const partition of writtenIn(response)) left.delete(nameOf(partition))
          open -= 1
          if (open === 0) this.#services.process.after(left.size === 0 ? 0 : retryMicros, round)
        })
      }
      if (open === 0) this.#services.process.after(retryMicros, round)
    }
    round()
  }

  #byLeader(partitions: readonly TransactionPartition[]): ReadonlyMap<number, readonly TransactionPartition[]> {
    const byLeader = new Map<number, TransactionPartition[]>()
    for (const partition of partitions) {
      const leader = this.#services.image.partition(partition.topic, partition.partition)?.leader ?? -1
      if (leader < 0) continue
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition])
    }
    return byLeader
  }
}

/** Appends markers to partitions that this broker leads (KafkaApis.handleWriteTxnMarkersRequest). */
export function writeMarkers(services: BrokerServices, request: WriteTxnMarkersRequest, answer: RequestContext['answer']): void {
  const results = request.markers.map(({ producerId, topics }) => ({ producerId, topics: topics.map(({ name }) => ({ name, partitions: new Array<{ partitionIndex: number; errorCode: number }>() })) }))
  let open = request.markers.reduce((sum, { topics }) => sum + topics.reduce((count, { partitionIndexes }) => count + partitionIndexes.length, 0), 0)
  for (const [index, marker] of request.markers.entries()) {
    for (const [place, { name, partitionIndexes }] of marker.topics.entries()) {
      for (const partitionIndex of partitionIndexes) {
        services.append({ topic: name, partitionId: partitionIndex }, markerBatch(marker, services.nowMs()), appendTimeoutMs, (error) => {
          const isThere = error === 'NONE' || error === 'INVALID_PRODUCER_EPOCH'
          if (error === 'NONE' && !marker.transactionResult) exemptAborted(services, { topic: name, partition: partitionIndex }, marker.producerId)
          if (isThere) services.markerWritten(name, partitionIndex, marker.producerId, marker.transactionResult)
          results[index]?.topics[place]?.partitions.push({ partitionIndex, errorCode: errorCode(isThere ? 'NONE' : error) })
          open -= 1
          if (open === 0) answer({ markers: results })
        })
      }
    }
  }
  if (open === 0) answer({ markers: results })
}

/** What a transaction had written before its abort is owed to nobody who reads committed records only. */
function exemptAborted(services: BrokerServices, { topic, partition }: TransactionPartition, producerId: number): void {
  const { ledger } = services.lane
  const own = services.read(topic, partition, 0).filter((batch) => batch.isTransactional && batch.producerId === producerId)
  const end = own.findLastIndex(({ isControl }) => isControl)
  const begin = own.findLastIndex(({ isControl }, index) => isControl && index < end)
  for (const { runs } of own.slice(begin + 1, end)) {
    for (const run of runs) for (const destination of ledger.owedTo(streamIndexOf(run.first))) ledger.exempt(destination, run)
  }
}

/** Partitions of which a response says that they have the marker. */
function writtenIn(response: WriteTxnMarkersResponse | undefined): readonly TransactionPartition[] {
  return (response?.markers ?? []).flatMap(({ topics }) => topics.flatMap(({ name, partitions }) => partitions.filter(({ errorCode: code }) => code === 0).map(({ partitionIndex }) => ({ topic: name, partition: partitionIndex }))))
}

function markerBatch({ producerId, producerEpoch, transactionResult }: WriteTxnMarkersRequest['markers'][number], nowMs: number): RecordBatch {
  const payload: MarkerPayload = { marker: transactionResult ? 'COMMIT' : 'ABORT', transactionVersion }
  return { ...payloadBatch(payload, { recordCount: 1, sizeInBytes: END_TRANSACTION_MARKER_BYTES, timestampMs: nowMs, isControl: true }), producerId, producerEpoch, isTransactional: true }
}

function requestOf(record: TransactionRecord, partitions: readonly TransactionPartition[]): WriteTxnMarkersRequest {
  const names = [...new Set(partitions.map(({ topic }) => topic))]
  const topics = names.map((name) => ({ name, partitionIndexes: partitions.filter(({ topic }) => topic === name).map(({ partition }) => partition) }))
  return { markers: [{ producerId: record.producerId, producerEpoch: record.epoch, transactionResult: record.state === 'PrepareCommit', topics, coordinatorEpoch: 0, transactionVersion }] }
}

function nameOf({ topic, partition }: TransactionPartition): string {
  return `${topic}-${String(partition)}`
}
