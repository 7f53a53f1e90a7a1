/** What a Kafka spout promises. Source: KafkaSpoutConfig.ProcessingGuarantee. */
export type ProcessingGuarantee = 'AT_LEAST_ONCE' | 'AT_MOST_ONCE' | 'NO_GUARANTEE'

/** All processing guarantees, the default first. */
export const processingGuarantees: readonly ProcessingGuarantee[] = ['AT_LEAST_ONCE', 'AT_MOST_ONCE', 'NO_GUARANTEE']

/** Where a spout begins. Source: org.apache.storm.kafka.spout.FirstPollOffsetStrategy. */
export type FirstPollOffsetStrategy = 'EARLIEST' | 'LATEST' | 'UNCOMMITTED_EARLIEST' | 'UNCOMMITTED_LATEST'

/** All first poll offset strategies that are modelled. */
export const firstPollOffsetStrategies: readonly FirstPollOffsetStrategy[] = ['UNCOMMITTED_EARLIEST', 'UNCOMMITTED_LATEST', 'EARLIEST', 'LATEST']

/** A time with the unit in which it was given. Source: KafkaSpoutRetryExponentialBackoff.TimeInterval. */
export interface TimeInterval {
  readonly length: number
  readonly timeUnit: 'SECONDS' | 'MILLISECONDS' | 'MICROSECONDS'
}

/** How long a failed tuple waits: `initialDelay` the first time, then `delayPeriod` · 2^(failures − 1), at most `maxDelay`. */
export interface RetryBackoff {
  readonly initialDelay: TimeInterval
  readonly delayPeriod: TimeInterval
  readonly maxRetries: number
  readonly maxDelay: TimeInterval
}

/** A time interval in microseconds. */
export function intervalMicros({ length, timeUnit }: TimeInterval): number {
  return length * (timeUnit === 'SECONDS' ? 1_000_000 : timeUnit === 'MILLISECONDS' ? 1000 : 1)
}

/** `KafkaSpoutRetryExponentialBackoff.toString()`. */
export function retryText({ initialDelay, delayPeriod, maxRetries, maxDelay }: RetryBackoff): string {
  const interval = ({ length, timeUnit }: TimeInterval): string => `TimeInterval{length=${length}, timeUnit=${timeUnit}}`
  return `KafkaSpoutRetryExponentialBackoff{delay=${interval(initialDelay)}, ratio=${interval(delayPeriod)}, maxRetries=${maxRetries}, maxRetryDelay=${interval(maxDelay)}}`
}

/** A Kafka spout's configuration. Source: org.apache.storm.kafka.spout.KafkaSpoutConfig. */
export interface KafkaSpoutConfig {
  readonly processingGuarantee: ProcessingGuarantee
  readonly firstPollOffsetStrategy: FirstPollOffsetStrategy
  readonly offsetCommitPeriodMs: number
  /** Emitted and not yet committed offsets of a partition from which on it is not polled. */
  readonly maxUncommittedOffsets: number
  readonly pollTimeoutMs: number
  readonly partitionRefreshPeriodMs: number
  readonly emitNullTuples: boolean
  /** Whether tuples have ids also where no guarantee needs them. */
  readonly tupleTrackingEnforced: boolean
  readonly retry: RetryBackoff
}

/** Integer.MAX_VALUE */
export const defaultMaxRetries = 2_147_483_647

/** What the builder gives when nothing is set. Source: KafkaSpoutConfig.Builder. */
export const kafkaSpoutDefaults: KafkaSpoutConfig = {
  processingGuarantee: 'AT_LEAST_ONCE',
  firstPollOffsetStrategy: 'UNCOMMITTED_EARLIEST',
  offsetCommitPeriodMs: 30_000,
  maxUncommittedOffsets: 10_000_000,
  pollTimeoutMs: 200,
  partitionRefreshPeriodMs: 2_000,
  emitNullTuples: false,
  tupleTrackingEnforced: false,
  retry: {
    initialDelay: { length: 0, timeUnit: 'SECONDS' }, delayPeriod: { length: 2, timeUnit: 'MILLISECONDS' },
    maxRetries: defaultMaxRetries, maxDelay: { length: 10, timeUnit: 'SECONDS' },
  },
}

/** Kafka's properties that the builder sets by itself; auto.offset.reset only where no record may be passed over. */
export function kafkaPropertiesOf(guarantee: ProcessingGuarantee): Readonly<Record<string, string>> {
  const common = { 'enable.auto.commit': 'false' }
  return guarantee === 'AT_LEAST_ONCE' ? { 'auto.offset.reset': 'earliest', ...common } : common
}
