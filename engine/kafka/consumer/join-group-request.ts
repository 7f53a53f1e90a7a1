import type { ConsumerProtocolSubscription } from '../protocol/consumer-protocol.ts'
import type { JoinGroupRequest } from '../protocol/join-group.ts'
import type { Assignor } from './assignor/assignor.ts'
import type { ConsumerConfig } from './consumer-config.ts'
import type { SubscriptionState } from './subscription-state.ts'
import { byTopic } from './topic-partition.ts'

/** The request with which a member joins or rejoins, one subscription for each assignor it knows. */
export function joinGroupRequest(
  config: ConsumerConfig,
  assignors: readonly Assignor[],
  subscriptions: SubscriptionState,
  generation: { readonly generationId: number; readonly memberId: string },
): JoinGroupRequest {
  const owned = [...byTopic(subscriptions.assigned)].map(([topic, entries]) => ({ topic, partitions: entries.map((entry) => entry.partition) }))
  const subscription = (assignor: Assignor): ConsumerProtocolSubscription => ({
    topics: subscriptions.topics ?? [],
    userData: assignor.name === 'sticky' ? { previousAssignment: owned, generation: generation.generationId } : null,
    ownedPartitions: owned,
    generationId: generation.generationId,
    rackId: config.clientRack === '' ? null : config.clientRack,
  })
  return {
    groupId: config.groupId ?? '',
    sessionTimeoutMs: config.sessionTimeoutMs,
    rebalanceTimeoutMs: config.maxPollIntervalMs,
    memberId: generation.memberId,
    groupInstanceId: config.groupInstanceId,
    protocolType: 'consumer',
    protocols: assignors.map((assignor) => ({ name: assignor.name, metadata: subscription(assignor) })),
    reason: null,
  }
}
