import type { KafkaException } from '../protocol/kafka-exception.ts'
import type { ConsumedRun } from './consumed-run.ts'
import type { TopicPartition } from './topic-partition.ts'

/** What a poll brought: records, or the exception that Java's `poll` would throw. */
export interface PollResult {
  readonly records: readonly ConsumedRun[]
  readonly error: KafkaException | undefined
}

/** What the application hears of rebalances (ConsumerRebalanceListener). */
export interface RebalanceListener {
  readonly onPartitionsAssigned?: (partitions: readonly TopicPartition[]) => void
  readonly onPartitionsRevoked?: (partitions: readonly TopicPartition[]) => void
  /** Called `onPartitionsRevoked` when absent, as in Java. */
  readonly onPartitionsLost?: (partitions: readonly TopicPartition[]) => void
  /**
   * What a Java application does inside `onPartitionsRevoked`, where it may block: the member joins anew, or leaves, when it
   * calls back. Only without auto commit.
   */
  readonly beforeRejoin?: (done: () => void) => void
}

/** What a consumer that closes tells of its partitions: they are lost when it is no member any more (onLeavePrepare). */
export function tellGivenUp(listener: RebalanceListener, isMember: boolean, partitions: readonly TopicPartition[]): void {
  if (isMember) listener.onPartitionsRevoked?.(partitions)
  else (listener.onPartitionsLost ?? listener.onPartitionsRevoked)?.(partitions)
}
