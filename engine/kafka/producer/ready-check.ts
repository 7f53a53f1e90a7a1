import type { PartitionQueue } from './partition-queue.ts'
import type { ProducerBatch } from './producer-batch.ts'
import type { RecordAccumulator } from './record-accumulator.ts'

/** Which brokers have something to be sent to, and when to look again. */
export interface ReadyCheck {
  readonly readyNodes: ReadonlySet<number>
  /** Microseconds until a batch that is not ready becomes so by age; infinite when none waits. */
  readonly nextCheckMicros: number
  readonly topicsWithoutLeader: ReadonlySet<string>
}

/**
 * Looks which partitions have a batch to send (RecordAccumulator.ready): full, older than linger.ms, memory exhausted,
 * closing or flushing; and, on a retry, past its back-off.
 */
export function checkReady(accumulator: RecordAccumulator): ReadyCheck {
  const readyNodes = new Set<number>()
  const topicsWithoutLeader = new Set<string>()
  let nextCheckMicros = Number.POSITIVE_INFINITY
  const { metadata } = accumulator.options
  for (const [topic, { queues }] of accumulator.topics) {
    updateLoad(accumulator, topic)
    for (const queue of queues.values()) {
      const batch = queue.first
      if (batch === undefined) continue
      const known = metadata.partition(topic, queue.partition)
      if (known === undefined || known.leader < 0) {
        topicsWithoutLeader.add(topic)
        continue
      }
      batch.noteLeaderEpoch(known.leaderEpoch)
      if (queue.isMuted || readyNodes.has(known.leader)) continue
      const wait = microsUntilSendable(accumulator, queue, batch)
      if (wait <= 0) readyNodes.add(known.leader)
      else nextCheckMicros = Math.min(nextCheckMicros, wait)
    }
  }
  return { readyNodes, nextCheckMicros, topicsWithoutLeader }
}

/** Microseconds until the back-off of a retried batch is over (shouldBackoff); 0 for a first attempt or a new leader. */
export function microsOfBackoff(accumulator: RecordAccumulator, batch: ProducerBatch): number {
  if (batch.attempts === 0 || batch.hasLeaderChangedForRetry) return 0
  const { retryBackoff, nowMicros } = accumulator.options
  batch.backoffMicros ??= retryBackoff.micros(batch.attempts - 1)
  return Math.max(0, batch.lastAttemptMicros + batch.backoffMicros - nowMicros())
}

function microsUntilSendable(accumulator: RecordAccumulator, queue: PartitionQueue, batch: ProducerBatch): number {
  const backoff = microsOfBackoff(accumulator, batch)
  if (backoff > 0) return backoff
  const { pool, config, nowMicros } = accumulator.options
  const isPressed = pool.waiting > 0 || accumulator.isClosed || accumulator.flushesInProgress > 0
  if (queue.batches.length > 1 || batch.isFull || isPressed) return 0
  return batch.lastAttemptMicros + config.lingerMs * 1000 - nowMicros()
}

/** Tells the sticky partitioner how long the queues are, once every partition has had a batch (KIP-794). */
function updateLoad(accumulator: RecordAccumulator, topic: string): void {
  const { config, metadata } = accumulator.options
  const entry = accumulator.topics.get(topic)
  const partitionCount = metadata.topic(topic)?.partitions.length ?? 0
  if (entry === undefined || !config.adaptivePartitioning || entry.queues.size < partitionCount) return
  const partitions: number[] = []
  const sizes: number[] = []
  for (const queue of entry.queues.values()) {
    if ((metadata.partition(topic, queue.partition)?.leader ?? -1) < 0) continue
    partitions.push(queue.partition)
    sizes.push(queue.batches.length)
  }
  entry.partitioner.updateLoad({ partitions, sizes, partitionCount })
}
