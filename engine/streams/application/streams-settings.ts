/** What an application is configured with (StreamsConfig). */
export interface StreamsSettings {
  /** `application.id`: its group, and the prefix of its topics. */
  readonly applicationId: string
  readonly guarantee: 'at_least_once' | 'exactly_once_v2'
  readonly commitIntervalMs: number
  /** `task.timeout.ms`. */
  readonly taskTimeoutMs: number
  /** `statestore.cache.max.bytes`. */
  readonly cacheBytesMax: number
  /** `replication.factor` of its topics; -1 for the broker's default. */
  readonly replicationFactor: number
  /** Its work on a record, in microseconds. */
  readonly processingMicros: number
  /** All keys as text, for handlers. */
  readonly all: ReadonlyMap<string, string>
  readonly consumer: Readonly<Record<string, string>>
  readonly producer: Readonly<Record<string, string>>
}

/** What Kafka Streams sets for its clients where nobody says otherwise (StreamsConfig.PRODUCER_DEFAULT_OVERRIDES, CONSUMER_DEFAULT_OVERRIDES). */
export const streamsClientDefaults = {
  producer: { 'linger.ms': '100' },
  /** With exactly_once_v2 (EOS_DEFAULT_COMMIT_INTERVAL_MS, and the producer's transaction.timeout.ms). */
  transactions: { 'transaction.timeout.ms': '10000' },
  consumer: { 'auto.offset.reset': 'earliest', 'max.poll.records': '1000' },
} as const
