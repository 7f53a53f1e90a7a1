/** Settings of one log, by the names of the topic's configuration keys (LogConfig). */
export interface LogConfig {
  readonly segmentBytes: number
  readonly segmentMs: number
  readonly retentionBytes: number
  readonly retentionMs: number
  readonly flushMessages: number
  readonly flushMs: number
  readonly maxMessageBytes: number
  /** How far a timestamp may lie behind the broker's clock; {@link unlimited} for Long.MAX_VALUE. */
  readonly timestampBeforeMaxMs: number
  readonly timestampAfterMaxMs: number
  readonly isLogAppendTime: boolean
  readonly isDeleted: boolean
  readonly isCompacted: boolean
  /** segment.index.bytes: room of the offset index and of the time index. */
  readonly segmentIndexBytes: number
  readonly indexIntervalBytes: number
  readonly minCleanableDirtyRatio: number
  readonly minCompactionLagMs: number
  readonly maxCompactionLagMs: number
  readonly deleteRetentionMs: number
}

/** Kafka's "no limit" for times and counts (Long.MAX_VALUE), which no simulated value reaches. */
export const unlimited = Number.MAX_SAFE_INTEGER

/** Kafka 4.3's defaults. */
export const defaultLogConfig: LogConfig = {
  segmentBytes: 1_073_741_824,
  segmentMs: 604_800_000,
  retentionBytes: -1,
  retentionMs: 604_800_000,
  flushMessages: unlimited,
  flushMs: unlimited,
  maxMessageBytes: 1_048_588,
  timestampBeforeMaxMs: unlimited,
  timestampAfterMaxMs: 3_600_000,
  isLogAppendTime: false,
  isDeleted: true,
  isCompacted: false,
  segmentIndexBytes: 10_485_760,
  indexIntervalBytes: 4096,
  minCleanableDirtyRatio: 0.5,
  minCompactionLagMs: 0,
  maxCompactionLagMs: unlimited,
  deleteRetentionMs: 86_400_000,
}
