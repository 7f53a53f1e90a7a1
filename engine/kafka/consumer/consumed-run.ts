import type { RecordRun } from '../../ledger/record-run.ts'

/** Records in a row of one partition, as `poll` returns them. */
export interface ConsumedRun {
  readonly topic: string
  readonly partition: number
  /** Offset of the first; the others follow without a gap. */
  readonly offset: number
  readonly run: RecordRun
  readonly leaderEpoch: number
  /** Timestamp of the first record's batch in milliseconds since 1970. */
  readonly timestampMs: number
}
