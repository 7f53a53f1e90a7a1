import type { BrokerServices } from '../broker/request-handlers.ts'
import { partitionForGroup } from '../producer/partitioner/partition-for-group.ts'
import { errorByCode, type ErrorName } from '../protocol/errors.ts'
import { TRANSACTION_TOPIC, type TransactionPartition } from './transaction-state.ts'

/** Whose transaction. */
export interface TransactionProducer {
  readonly transactionalId: string
  readonly producerId: number
  readonly producerEpoch: number
}

const retryMicros = 20_000
const retriesMax = 50

/**
 * Has partitions that this broker leads taken into a transaction before it writes to them (AddPartitionsToTxnManager,
 * KIP-890): with transaction version 2 the producer does not ask for it itself.
 */
export function addToTransaction(services: BrokerServices, producer: TransactionProducer, partitions: readonly TransactionPartition[], done: (error: ErrorName) => void, retries = 0): void {
  const { image, peers, process } = services
  const count = image.topic(TRANSACTION_TOPIC)?.partitions.length
  const leader = count === undefined ? -1 : (image.partition(TRANSACTION_TOPIC, partitionForGroup(producer.transactionalId, count))?.leader ?? -1)
  if (leader < 0) {
    done('COORDINATOR_NOT_AVAILABLE')
    return
  }
  const names = [...new Set(partitions.map(({ topic }) => topic))]
  const topics = names.map((name) => ({ name, partitions: partitions.filter(({ topic }) => topic === name).map(({ partition }) => partition) }))
  peers.send(leader, 'AddPartitionsToTxn', { transactions: [{ ...producer, verifyOnly: false, topics }] }, (response) => {
    const code = response?.resultsByTransaction[0]?.topicResults[0]?.resultsByPartition[0]?.partitionErrorCode
    const error = code === undefined ? 'NETWORK_EXCEPTION' : errorByCode(code).name
    // A transaction that is just ending is waited for (add.partitions.to.txn.retry.backoff.ms).
    if (error === 'CONCURRENT_TRANSACTIONS' && retries < retriesMax) process.after(retryMicros, () => { addToTransaction(services, producer, partitions, done, retries + 1) })
    else done(error === 'PRODUCER_FENCED' ? 'INVALID_PRODUCER_EPOCH' : error)
  })
}
