import type { RecordRun } from '../../ledger/record-run.ts'
import type { StormException } from '../storm-exception.ts'

/** A partition of a topic. */
export interface SpoutPartition {
  readonly topic: string
  readonly partition: number
}

/** Records in a row of one partition. */
export interface PolledRun extends SpoutPartition {
  readonly offset: number
  readonly run: RecordRun
}

/** An offset to commit, or one that was. */
export interface SpoutOffset extends SpoutPartition {
  readonly offset: number
  readonly metadata: string
}

/** What a poll brought: records, or what Java's `poll` would have thrown. */
export interface SpoutPoll {
  readonly records: readonly PolledRun[]
  /** A RetriableException is logged, anything else ends the worker. */
  readonly error?: { readonly exception: StormException; readonly isRetriable: boolean }
}

/** Kafka's consumer as the spout uses it; calls that wait in Java call back here, once, at once or later. */
export interface SpoutConsumer {
  readonly assignment: readonly SpoutPartition[]
  assign(partitions: readonly SpoutPartition[]): void
  /** Committed offsets of those partitions that have one. */
  committed(partitions: readonly SpoutPartition[], done: (offsets: readonly SpoutOffset[], error?: StormException) => void): void
  seek(partition: SpoutPartition, offset: number): void
  /** Moves to the start or the end of the log, and finds out where that is. */
  seekTo(partition: SpoutPartition, to: 'beginning' | 'end', done: (offset: number) => void): void
  /** The offset that is read next; undefined while it is not known. */
  position(partition: SpoutPartition): number | undefined
  /** Polls these partitions of its assignment only. */
  poll(partitions: readonly SpoutPartition[], timeoutMs: number, done: (poll: SpoutPoll) => void): void
  commitSync(offsets: readonly SpoutOffset[], done: (error?: StormException) => void): void
  commitAsync(offsets: readonly SpoutOffset[]): void
  close(done: () => void): void
}

/** The name of a partition, as a key. */
export function spoutPartitionName({ topic, partition }: SpoutPartition): string {
  return `${topic}-${partition}`
}
