import type { NetworkClient } from '../client/network-client.ts'
import { KafkaException } from '../protocol/kafka-exception.ts'
import type { ConsumerConfig } from './consumer-config.ts'
import type { OffsetAndMetadata, OffsetRequests } from './offset-requests.ts'
import { PositionRequests, type PositionJump } from './position-requests.ts'
import type { AssignedPartition, SubscriptionState } from './subscription-state.ts'
import { partitionName } from './topic-partition.ts'

/** What the keeper works with. */
export interface PositionKeeperOptions {
  readonly config: ConsumerConfig
  readonly client: NetworkClient
  readonly subscriptions: SubscriptionState
  readonly offsets: OffsetRequests | undefined
  readonly onCommitted: (offset: OffsetAndMetadata) => void
  readonly onJump: (jump: PositionJump) => void
  readonly onError: (error: KafkaException) => void
}

/** Gives every assigned partition a position: the committed one, else by policy; and checks it when leaders change. */
export class PositionKeeper {
  readonly #options: PositionKeeperOptions
  readonly #requests: PositionRequests

  constructor(options: PositionKeeperOptions) {
    this.#options = options
    this.#requests = new PositionRequests(options)
  }

  /** Moves every partition on towards a valid position. @returns microseconds until something is due by itself */
  update(): number {
    const { client, subscriptions } = this.#options
    subscriptions.followLeaders(client.metadata)
    this.#initialize()
    this.#requests.validatePositions()
    this.#requests.resetPositions()
    const now = client.context.lane.simulation.nowMicros
    let wait = Number.POSITIVE_INFINITY
    for (const partition of subscriptions.assigned) if (partition.retryAtMicros > now) wait = Math.min(wait, partition.retryAtMicros - now)
    return wait
  }

  #initialize(): void {
    const { offsets, subscriptions, client } = this.#options
    const now = client.context.lane.simulation.nowMicros
    const fresh = subscriptions.assigned.filter((partition) =>
      partition.state === 'initializing' && !partition.isAsking && partition.retryAtMicros <= now && client.metadata.topic(partition.topic) !== undefined)
    if (fresh.length === 0) return
    if (offsets === undefined) {
      this.#resetAll(fresh)
      return
    }
    for (const partition of fresh) partition.isAsking = true
    offsets.fetch(fresh, (answer) => {
      for (const partition of fresh) partition.isAsking = false
      if (answer === undefined || answer instanceof KafkaException) {
        for (const partition of fresh) partition.retryAtMicros = client.context.lane.simulation.nowMicros + client.retryBackoff.micros(0)
        if (answer !== undefined) this.#options.onError(answer)
        return
      }
      this.#initialized(fresh.filter((partition) => subscriptions.of(partition) === partition && partition.state === 'initializing'), answer)
    })
  }

  #initialized(partitions: readonly AssignedPartition[], committed: readonly OffsetAndMetadata[]): void {
    const { client, subscriptions } = this.#options
    const without: AssignedPartition[] = []
    for (const partition of partitions) {
      const entry = committed.find((candidate) => partitionName(candidate) === partitionName(partition))
      if (entry === undefined || entry.offset < 0) without.push(partition)
      else {
        client.context.process.log(client.context.name, 'INFO', `Setting offset for partition ${partitionName(partition)} to the committed offset ${String(entry.offset)}`)
        subscriptions.seek(partition, entry.offset, entry.leaderEpoch, client.metadata)
        this.#options.onCommitted(entry)
      }
    }
    this.#resetAll(without)
  }

  #resetAll(partitions: readonly AssignedPartition[]): void {
    if (partitions.length === 0) return
    if (this.#options.config.autoOffsetReset !== 'none') {
      for (const partition of partitions) this.#options.subscriptions.requestReset(partition, undefined)
      return
    }
    this.#options.onError(new KafkaException('org.apache.kafka.clients.consumer.NoOffsetForPartitionException',
      `Undefined offset with no reset policy for partitions: [${partitions.map(partitionName).join(', ')}]`))
  }
}
