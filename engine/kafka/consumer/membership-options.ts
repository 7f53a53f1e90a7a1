import type { NetworkClient } from '../client/network-client.ts'
import type { KafkaException } from '../protocol/kafka-exception.ts'
import type { ConsumerConfig } from './consumer-config.ts'
import type { CoordinatorLink } from './coordinator-link.ts'
import type { SubscriptionState } from './subscription-state.ts'
import type { TopicPartition } from './topic-partition.ts'

/** What a membership asks of its consumer. */
export interface MembershipEvents {
  /** Before it rejoins: commit if auto commit is on, then call back. */
  readonly beforeRejoin: (done: () => void) => void
  readonly onRevoked: (partitions: readonly TopicPartition[]) => void
  readonly onLost: (partitions: readonly TopicPartition[]) => void
  /** `added`: what is new; the whole assignment is in the subscription state. */
  readonly onAssigned: (added: readonly TopicPartition[]) => void
  readonly onError: (error: KafkaException) => void
  /** Look again: the state has changed. */
  readonly onProgress: () => void
}

/** What a membership works with. */
export interface MembershipOptions {
  readonly config: ConsumerConfig
  readonly client: NetworkClient
  readonly link: CoordinatorLink
  readonly subscriptions: SubscriptionState
  readonly events: MembershipEvents
}
