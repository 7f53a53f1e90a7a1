import type { NetworkClient } from '../client/network-client.ts'
import { exceptionOfError } from '../client/exception-of-error.ts'
import { errorByCode } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { TopicPartition } from './topic-partition.ts'

/** An offset found by timestamp; -1 where no record is that new. */
export interface FoundOffset extends TopicPartition {
  readonly offset: number
  readonly timestamp: number
}

/** What to look for: `-1` is the end, `-2` the start, anything else the first record with at least that timestamp in milliseconds. */
export interface OffsetLookup {
  readonly partition: TopicPartition
  readonly timestamp: number
}

/**
 * Looks offsets up (beginningOffsets, endOffsets, offsetsForTimes), until all are found or the time is over.
 * @param timeoutMs default.api.timeout.ms
 */
export function lookUpOffsets(
  client: NetworkClient,
  lookups: readonly OffsetLookup[],
  options: { readonly timeoutMs: number; readonly isReadCommitted: boolean },
  done: (found: readonly FoundOffset[] | KafkaException) => void,
): void {
  const { process } = client.context
  const found: FoundOffset[] = []
  let isDone = lookups.length === 0
  const finish = (result: readonly FoundOffset[] | KafkaException): void => {
    isDone = true
    process.cancel(timer)
    done(result)
  }
  const timer = process.after(options.timeoutMs * 1000, () => {
    if (!isDone) finish(new KafkaException('org.apache.kafka.common.errors.TimeoutException', `Failed to get offsets by times in ${String(options.timeoutMs)}ms`))
  })
  const ask = (lookup: OffsetLookup): void => {
    if (isDone) return
    const { topic, partition } = lookup.partition
    client.metadata.want(topic)
    const leader = client.metadata.partition(topic, partition)
    const again = (): void => {
      client.metadata.requestUpdate()
      client.maybeUpdateMetadata()
      process.after(client.retryBackoff.micros(0), () => { ask(lookup) })
    }
    if (leader === undefined || leader.leader < 0 || !client.ready(leader.leader)) {
      again()
      return
    }
    client.send(leader.leader, {
      api: 'ListOffsets',
      body: {
        replicaId: -1, isolationLevel: options.isReadCommitted ? 1 : 0, timeoutMs: client.requestTimeoutMs,
        topics: [{ name: topic, partitions: [{ partitionIndex: partition, currentLeaderEpoch: leader.leaderEpoch, timestamp: lookup.timestamp }] }],
      },
      onComplete: (outcome) => {
        const entry = outcome.kind === 'response' ? outcome.body.topics[0]?.partitions[0] : undefined
        const error = entry === undefined ? undefined : errorByCode(entry.errorCode)
        if (isDone) return
        if (entry === undefined || error?.retriable === true) again()
        else if (error !== undefined && error.name !== 'NONE') finish(exceptionOfError(error))
        else {
          found.push({ topic, partition, offset: entry.offset, timestamp: entry.timestamp })
          if (found.length === lookups.length) finish(found)
        }
      },
    })
  }
  if (lookups.length === 0) finish([])
  for (const lookup of lookups) ask(lookup)
}
