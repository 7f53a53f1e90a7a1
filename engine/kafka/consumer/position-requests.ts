import type { NetworkClient } from '../client/network-client.ts'
import { durationMs } from '../config/iso-duration.ts'
import { errorByCode } from '../protocol/errors.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { ConsumerConfig } from './consumer-config.ts'
import type { AssignedPartition, FetchPosition, SubscriptionState } from './subscription-state.ts'
import { byTopic, partitionName } from './topic-partition.ts'

/** A jump of a position over records that were not read. */
export interface PositionJump {
  readonly partition: AssignedPartition
  readonly to: number
  readonly cause: string
}

/** What the requests work with. */
export interface PositionRequestsOptions {
  readonly config: ConsumerConfig
  readonly client: NetworkClient
  readonly subscriptions: SubscriptionState
  /** A position was set by policy rather than by reading on. */
  readonly onJump: (jump: PositionJump) => void
  readonly onError: (error: KafkaException) => void
}

const latestTimestamp = -1
const earliestTimestamp = -2

/**
 * Finds positions by policy (ListOffsets) and checks them after a change of leader (OffsetForLeaderEpoch), as Kafka's
 * OffsetFetcher does.
 */
export class PositionRequests {
  readonly #options: PositionRequestsOptions

  constructor(options: PositionRequestsOptions) {
    this.#options = options
  }

  /** Asks for the positions of all partitions that await a reset. */
  resetPositions(): void {
    for (const [leader, partitions] of this.#due('await reset')) {
      if (!this.#options.client.ready(leader)) continue
      this.#listOffsets(leader, partitions)
    }
  }

  /** Checks the positions of all partitions whose leader has changed. */
  validatePositions(): void {
    for (const [leader, partitions] of this.#due('await validation')) {
      if (!this.#options.client.ready(leader)) continue
      this.#offsetsForLeaderEpoch(leader, partitions)
    }
  }

  get #now(): number {
    return this.#options.client.context.lane.simulation.nowMicros
  }

  #due(state: AssignedPartition['state']): ReadonlyMap<number, readonly AssignedPartition[]> {
    const { client, subscriptions } = this.#options
    const leaders = new Map<number, AssignedPartition[]>()
    for (const partition of subscriptions.assigned) {
      if (partition.state !== state || partition.isAsking || partition.retryAtMicros > this.#now) continue
      const leader = client.metadata.partition(partition.topic, partition.partition)?.leader ?? -1
      if (leader < 0) {
        client.metadata.requestUpdate()
        continue
      }
      leaders.set(leader, [...(leaders.get(leader) ?? []), partition])
    }
    return leaders
  }

  #timestampFor(partition: AssignedPartition): number {
    const policy = partition.resetTo ?? this.#options.config.autoOffsetReset
    if (policy === 'earliest') return earliestTimestamp
    if (!policy.startsWith('by_duration:')) return latestTimestamp
    return this.#options.client.context.lane.nowMs - (durationMs(policy.slice('by_duration:'.length)) ?? 0)
  }

  #listOffsets(leader: number, partitions: readonly AssignedPartition[]): void {
    const { client, config } = this.#options
    for (const partition of partitions) partition.isAsking = true
    client.send(leader, {
      api: 'ListOffsets',
      body: {
        replicaId: -1,
        isolationLevel: config.isReadCommitted ? 1 : 0,
        timeoutMs: config.requestTimeoutMs,
        topics: [...byTopic(partitions)].map(([name, entries]) => ({
          name,
          partitions: entries.map((entry) => ({
            partitionIndex: entry.partition,
            currentLeaderEpoch: client.metadata.partition(name, entry.partition)?.leaderEpoch ?? -1,
            timestamp: this.#timestampFor(entry),
          })),
        })),
      },
      onComplete: (outcome) => {
        for (const partition of partitions) {
          partition.isAsking = false
          const entry = outcome.kind !== 'response' ? undefined : outcome.body.topics
            .find((topic) => topic.name === partition.topic)?.partitions.find((data) => data.partitionIndex === partition.partition)
          if (entry?.errorCode === 0 && entry.offset >= 0) this.#reset(partition, entry.offset, entry.leaderEpoch)
          else this.#retryLater(partition, entry?.errorCode ?? 0)
        }
      },
    })
  }

  #reset(partition: AssignedPartition, offset: number, leaderEpoch: number): void {
    const { client, subscriptions } = this.#options
    if (partition.state !== 'await reset' || subscriptions.of(partition) !== partition) return
    const policy = partition.resetTo ?? this.#options.config.autoOffsetReset
    client.context.process.log(client.context.name, 'INFO', `Resetting offset for partition ${partitionName(partition)} to position ${String(offset)}.`)
    this.#options.onJump({ partition, to: offset, cause: `auto.offset.reset=${policy}` })
    subscriptions.seek(partition, offset, -1, client.metadata)
    if (partition.position !== undefined && leaderEpoch >= 0) partition.position = { ...partition.position, offsetEpoch: leaderEpoch }
  }

  #retryLater(partition: AssignedPartition, code: number): void {
    const { client } = this.#options
    partition.retryAtMicros = this.#now + client.retryBackoff.micros(0)
    if (errorByCode(code).invalidMetadata || code === 0) client.metadata.requestUpdate()
  }

  #offsetsForLeaderEpoch(leader: number, partitions: readonly AssignedPartition[]): void {
    const { client } = this.#options
    const asked = partitions.map((partition) => ({ partition, position: partition.position }))
    for (const partition of partitions) partition.isAsking = true
    client.send(leader, {
      api: 'OffsetForLeaderEpoch',
      body: {
        replicaId: -2,
        topics: [...byTopic(partitions)].map(([topic, entries]) => ({
          topic,
          partitions: entries.map((entry) => ({
            partition: entry.partition,
            currentLeaderEpoch: entry.position?.leaderEpoch ?? -1,
            leaderEpoch: entry.position?.offsetEpoch ?? -1,
          })),
        })),
      },
      onComplete: (outcome) => {
        for (const { partition, position } of asked) {
          partition.isAsking = false
          const entry = outcome.kind !== 'response' ? undefined : outcome.body.topics
            .find((topic) => topic.topic === partition.topic)?.partitions.find((data) => data.partition === partition.partition)
          if (entry?.errorCode === 0) this.#validated(partition, position, { epoch: entry.leaderEpoch, endOffset: entry.endOffset })
          else this.#retryLater(partition, entry?.errorCode ?? 0)
        }
      },
    })
  }

  /** The leader's log ends before the position: records that were read have been truncated (KIP-320). */
  #validated(partition: AssignedPartition, asked: FetchPosition | undefined, end: { readonly epoch: number; readonly endOffset: number }): void {
    const { client, config, subscriptions, onError } = this.#options
    const { position } = partition
    if (partition.state !== 'await validation' || position === undefined || asked?.offset !== position.offset) return
    if (asked.leaderEpoch !== position.leaderEpoch) return
    const isUndefined = end.endOffset < 0 || end.epoch < 0
    if (!isUndefined && end.endOffset >= position.offset) {
      partition.state = 'fetching'
      return
    }
    client.context.process.log(client.context.name, 'INFO',
      `Truncation detected for partition ${partitionName(partition)} at offset ${String(position.offset)}, resetting offset to the first offset known to diverge ${String(end.endOffset)}`)
    if (config.autoOffsetReset === 'none') {
      partition.state = 'fetching'
      onError(new KafkaException('org.apache.kafka.clients.consumer.LogTruncationException',
        `Detected truncated partitions: [${partitionName(partition)}]`))
    } else if (isUndefined) subscriptions.requestReset(partition, undefined)
    else {
      this.#options.onJump({ partition, to: end.endOffset, cause: 'the log was truncated' })
      subscriptions.seek(partition, end.endOffset, -1, client.metadata)
      partition.position = { ...position, offset: end.endOffset, offsetEpoch: end.epoch }
    }
  }
}
