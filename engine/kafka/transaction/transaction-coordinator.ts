import type { BrokerServices, RequestContext, RequestHandlers } from '../broker/request-handlers.ts'
import { payloadOf } from '../log/payload-batch.ts'
import { partitionForGroup } from '../producer/partitioner/partition-for-group.ts'
import type { AddPartitionsToTxnTransaction } from '../protocol/add-partitions-to-txn.ts'
import type { EndTxnRequest } from '../protocol/end-txn.ts'
import type { AnyRequest } from '../protocol/envelope.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { InitProducerIdRequest } from '../protocol/init-producer-id.ts'
import type { ApiName } from '../protocol/messages.ts'
import { MarkerSender, writeMarkers } from './transaction-markers.ts'
import { readTransactionConfig, type TransactionConfig } from './transaction-config.ts'
import { isTransactionPayload, transactionBatch, TRANSACTION_TOPIC, type TransactionRecord, type TransactionState } from './transaction-state.ts'

/** A transactional id that this broker coordinates. */
interface Transaction {
  record: TransactionRecord
  /** A change is on its way into the log. */
  isChanging: boolean
}

type EndAnswer = (error: ErrorName, record?: TransactionRecord) => void

const appendTimeoutMs = 5000

/**
 * The transaction coordinator of a broker, with transaction.version 2 (KIP-98, KIP-890): it serves the transactional ids
 * whose partition of `__transaction_state` the broker leads. Each end of a transaction raises the producer's epoch.
 */
export class TransactionCoordinator implements RequestHandlers {
  readonly apis: readonly ApiName[] = ['InitProducerId', 'AddPartitionsToTxn', 'EndTxn', 'WriteTxnMarkers']
  readonly #services: BrokerServices
  readonly #config: TransactionConfig
  readonly #markers: MarkerSender
  readonly #shards = new Map<number, { readonly leaderEpoch: number; readonly transactions: Map<string, Transaction> }>()

  constructor(services: BrokerServices) {
    this.#services = services
    this.#config = readTransactionConfig(services.settings.parsed)
    this.#markers = new MarkerSender(services)
    this.#scheduleTimeouts()
  }

  handle(request: AnyRequest, { answer }: RequestContext): void {
    switch (request.api) {
      case 'InitProducerId':
        this.#init(request.body, (error, producerId, producerEpoch) => { answer({ throttleTimeMs: 0, errorCode: errorCode(error), producerId, producerEpoch }) })
        break
      case 'AddPartitionsToTxn':
        this.#addAll(request.body.transactions, answer)
        break
      case 'EndTxn':
        this.#end(request.body, (error, record) => { answer({ throttleTimeMs: 0, errorCode: errorCode(error), producerId: record?.producerId ?? -1, producerEpoch: record?.epoch ?? -1 }) })
        break
      case 'WriteTxnMarkers':
        writeMarkers(this.#services, request.body, answer)
        break
      default:
        break
    }
  }

  onLeading(topic: string, partitionId: number, leaderEpoch: number): void {
    if (topic !== TRANSACTION_TOPIC || this.#shards.get(partitionId)?.leaderEpoch === leaderEpoch) return
    const transactions = new Map<string, Transaction>()
    this.#shards.set(partitionId, { leaderEpoch, transactions })
    for (const batch of this.#services.read(TRANSACTION_TOPIC, partitionId, 0)) {
      const record = payloadOf(batch)
      if (isTransactionPayload(record)) transactions.set(record.transactionalId, { record, isChanging: false })
    }
    for (const transaction of transactions.values()) if (transaction.record.state.startsWith('Prepare')) this.#complete(transaction)
  }

  onFollowing(topic: string, partitionId: number): void {
    if (topic === TRANSACTION_TOPIC) this.#shards.delete(partitionId)
  }

  #shardOf(transactionalId: string): Map<string, Transaction> | undefined {
    const partition = partitionOf(this.#services, this.#config, transactionalId)
    const shard = this.#shards.get(partition)
    return shard !== undefined && this.#services.leaderEpochOf(TRANSACTION_TOPIC, partition) === shard.leaderEpoch ? shard.transactions : undefined
  }

  #init(request: InitProducerIdRequest, done: (error: ErrorName, producerId: number, epoch: number) => void): void {
    const { transactionalId, transactionTimeoutMs } = request
    const fail = (error: ErrorName): void => { done(error, -1, -1) }
    if (transactionalId === null) {
      this.#services.producerIds.take((producerId) => { done('NONE', producerId, 0) })
      return
    }
    const shard = this.#shardOf(transactionalId)
    const known = shard?.get(transactionalId)
    if (shard === undefined) fail('NOT_COORDINATOR')
    else if (transactionTimeoutMs > this.#config.maxTimeoutMs) fail('INVALID_TRANSACTION_TIMEOUT')
    else if (known === undefined) {
      this.#services.producerIds.take((producerId) => {
        const record: TransactionRecord = { transactionalId, producerId, epoch: 0, timeoutMs: transactionTimeoutMs, state: 'Empty', partitions: [], startMs: -1 }
        const transaction = shard.get(transactionalId) ?? { record, isChanging: false }
        shard.set(transactionalId, transaction)
        this.#change(transaction, record, (error) => { done(error, producerId, 0) })
      })
    } else if (known.isChanging || known.record.state.startsWith('Prepare')) fail('CONCURRENT_TRANSACTIONS')
    else if (known.record.state === 'Ongoing') {
      this.#prepare(known, 'PrepareAbort', () => undefined)
      fail('CONCURRENT_TRANSACTIONS')
    } else {
      const epoch = known.record.epoch + 1
      const record: TransactionRecord = { ...known.record, epoch, timeoutMs: transactionTimeoutMs, state: 'Empty', partitions: [], startMs: -1 }
      this.#change(known, record, (error) => { done(error, record.producerId, epoch) })
    }
  }

  #addAll(transactions: readonly AddPartitionsToTxnTransaction[], answer: RequestContext['answer']): void {
    const results: { transactionalId: string; topicResults: { name: string; resultsByPartition: { partitionIndex: number; partitionErrorCode: number }[] }[] }[] = []
    for (const transaction of transactions) {
      this.#add(transaction, (error) => {
        const topicResults = transaction.topics.map(({ name, partitions }) => ({ name, resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode: errorCode(error) })) }))
        results.push({ transactionalId: transaction.transactionalId, topicResults })
        if (results.length === transactions.length) answer({ throttleTimeMs: 0, errorCode: 0, resultsByTransaction: results })
      })
    }
  }

  #add({ transactionalId, producerId, producerEpoch, topics }: AddPartitionsToTxnTransaction, done: (error: ErrorName) => void): void {
    const shard = this.#shardOf(transactionalId)
    const known = shard?.get(transactionalId)
    if (shard === undefined) done('NOT_COORDINATOR')
    else if (known?.record.producerId !== producerId) done('INVALID_PRODUCER_ID_MAPPING')
    else if (known.record.epoch !== producerEpoch) done('PRODUCER_FENCED')
    else if (known.isChanging || known.record.state.startsWith('Prepare')) done('CONCURRENT_TRANSACTIONS')
    else {
      const before = known.record.state === 'Ongoing' ? known.record.partitions : []
      const added = topics.flatMap(({ name, partitions }) => partitions.map((partition) => ({ topic: name, partition })))
        .filter((one) => !before.some(({ topic, partition }) => topic === one.topic && partition === one.partition))
      if (added.length === 0) done('NONE')
      else {
        const startMs = known.record.state === 'Ongoing' ? known.record.startMs : this.#services.nowMs()
        this.#change(known, { ...known.record, state: 'Ongoing', partitions: [...before, ...added], startMs }, done)
      }
    }
  }

  /** A producer that asks again, with the epoch before the raised one, hears what came of it. */
  #end({ transactionalId, producerId, producerEpoch, committed }: EndTxnRequest, done: EndAnswer): void {
    const shard = this.#shardOf(transactionalId)
    const known = shard?.get(transactionalId)
    if (shard === undefined || known === undefined) {
      done(shard === undefined ? 'NOT_COORDINATOR' : 'INVALID_PRODUCER_ID_MAPPING')
      return
    }
    const { record } = known
    const isAgain = producerEpoch === record.epoch - 1 && record.state !== 'Ongoing'
    if (record.producerId !== producerId) done('INVALID_PRODUCER_ID_MAPPING')
    else if (producerEpoch !== record.epoch && !isAgain) done('PRODUCER_FENCED')
    else if (known.isChanging) done('CONCURRENT_TRANSACTIONS')
    else if (record.state === 'Ongoing') this.#prepare(known, committed ? 'PrepareCommit' : 'PrepareAbort', done)
    else if (record.state.startsWith('Prepare')) done(record.state === (committed ? 'PrepareCommit' : 'PrepareAbort') ? 'CONCURRENT_TRANSACTIONS' : 'INVALID_TXN_STATE')
    else if (isAgain && record.state === (committed ? 'CompleteCommit' : 'CompleteAbort')) done('NONE', record)
    else if (!committed && !isAgain) done('NONE', record)
    else done('INVALID_TXN_STATE')
  }

  /** Decides how a transaction ends; it is final when it is in the log, and then the partitions are told. */
  #prepare(transaction: Transaction, state: TransactionState, done: EndAnswer): void {
    const record = { ...transaction.record, state, epoch: transaction.record.epoch + 1 }
    this.#change(transaction, record, (error) => {
      done(error, record)
      if (error === 'NONE') this.#complete(transaction)
    })
  }

  #complete(transaction: Transaction): void {
    const { record } = transaction
    this.#markers.send(record, () => this.#shardOf(record.transactionalId)?.get(record.transactionalId) === transaction, () => {
      const state = record.state === 'PrepareCommit' ? 'CompleteCommit' : 'CompleteAbort'
      this.#change(transaction, { ...record, state, partitions: [], startMs: -1 }, () => undefined)
    })
  }

  /** Writes a state; it holds when it is replicated. */
  #change(transaction: Transaction, record: TransactionRecord, done: (error: ErrorName) => void): void {
    transaction.isChanging = true
    const at = { topic: TRANSACTION_TOPIC, partitionId: partitionOf(this.#services, this.#config, record.transactionalId) }
    this.#services.append(at, transactionBatch(record, this.#services.nowMs()), appendTimeoutMs, (error) => {
      transaction.isChanging = false
      if (error === 'NONE') transaction.record = record
      done(error === 'NONE' ? 'NONE' : error === 'NOT_LEADER_OR_FOLLOWER' ? 'NOT_COORDINATOR' : 'COORDINATOR_NOT_AVAILABLE')
    })
  }

  /** Aborts what is open for longer than its producer's transaction.timeout.ms (abortTimedOutTransactions). */
  #scheduleTimeouts(): void {
    this.#services.process.after(this.#config.abortCheckMs * 1000, () => {
      for (const { transactions } of this.#shards.values()) {
        for (const transaction of transactions.values()) {
          const { state, startMs, timeoutMs, transactionalId } = transaction.record
          if (transaction.isChanging || state !== 'Ongoing' || this.#services.nowMs() - startMs <= timeoutMs) continue
          this.#services.process.log(`${this.#services.name}/transaction-coordinator`, 'INFO', `Completed rollback of ongoing transaction for transactionalId ${transactionalId} due to timeout`)
          this.#prepare(transaction, 'PrepareAbort', () => undefined)
        }
      }
      this.#scheduleTimeouts()
    })
  }
}

/** The partition of `__transaction_state` that a transactional id belongs to. */
function partitionOf({ image }: BrokerServices, config: TransactionConfig, transactionalId: string): number {
  return partitionForGroup(transactionalId, image.topic(TRANSACTION_TOPIC)?.partitions.length ?? config.partitions)
}

/** The topic as it is made when somebody looks for a coordinator of transactions (AutoTopicCreationManager). */
export function transactionTopic({ partitions, replicationFactor, minIsr, segmentBytes }: TransactionConfig) {
  return {
    name: TRANSACTION_TOPIC, partitions, replicationFactor,
    configs: { 'cleanup.policy': 'compact', 'min.insync.replicas': String(minIsr), 'segment.bytes': String(segmentBytes), 'compression.type': 'uncompressed', 'unclean.leader.election.enable': 'false' },
  }
}
