import { declareKeys } from '../config/modelled-keys.ts'
import type { ParsedConfig } from '../config/parsed-config.ts'

/** Broker keys that the transaction coordinator reads. */
export const transactionKeyUses = declareKeys('TransactionCoordinator', [
  'transaction.state.log.num.partitions', 'transaction.state.log.replication.factor', 'transaction.state.log.min.isr', 'transaction.state.log.segment.bytes',
  'transaction.max.timeout.ms', 'transaction.abort.timed.out.transaction.cleanup.interval.ms',
])

/** What the coordinator reads; times in milliseconds. */
export interface TransactionConfig {
  readonly partitions: number
  readonly replicationFactor: number
  readonly minIsr: number
  readonly segmentBytes: number
  readonly maxTimeoutMs: number
  readonly abortCheckMs: number
}

/** Reads the coordinator's part of a broker's configuration. */
export function readTransactionConfig(config: ParsedConfig): TransactionConfig {
  return {
    partitions: config.number('transaction.state.log.num.partitions'),
    replicationFactor: config.number('transaction.state.log.replication.factor'),
    minIsr: config.number('transaction.state.log.min.isr'),
    segmentBytes: config.number('transaction.state.log.segment.bytes'),
    maxTimeoutMs: config.number('transaction.max.timeout.ms'),
    abortCheckMs: config.number('transaction.abort.timed.out.transaction.cleanup.interval.ms'),
  }
}
