import type { NetworkClient } from '../client/network-client.ts'
import type { ConsumerConfig } from './consumer-config.ts'
import { CoordinatorLink } from './coordinator-link.ts'
import { GroupMembership } from './group-membership.ts'
import type { Membership } from './membership.ts'
import { ModernMembership } from './modern-membership.ts'
import type { MembershipEvents, MembershipOptions } from './membership-options.ts'
import { OffsetCommitter } from './offset-committer.ts'
import { OffsetRequests, type GroupIdentity, type OffsetAndMetadata } from './offset-requests.ts'
import type { SubscriptionState } from './subscription-state.ts'

/** What a consumer with a group.id has beside one without. */
export interface GroupParts {
  readonly link: CoordinatorLink
  readonly offsets: OffsetRequests
  readonly membership: Membership
  readonly committer: OffsetCommitter
}

/** What the parts are made from. */
export interface GroupPartsOptions {
  readonly config: ConsumerConfig
  readonly client: NetworkClient
  readonly subscriptions: SubscriptionState
  readonly groupId: string
  /** Whether it is a member; with partitions assigned by hand it only commits. */
  readonly isSubscribed: () => boolean
  readonly onCommitted: (offset: OffsetAndMetadata) => void
  readonly events: MembershipEvents
}

const outsideOfGroups: GroupIdentity = { generationId: -1, memberId: '', groupInstanceId: null }

/** Makes the parts that work with the group's coordinator. */
export function groupParts(options: GroupPartsOptions): GroupParts {
  const { config, client, subscriptions, groupId, events } = options
  const link = new CoordinatorLink(client, groupId, events.onProgress)
  const offsets = new OffsetRequests({ client, link, groupId, isConsumerProtocol: config.isConsumerProtocol })
  const committer: OffsetCommitter = new OffsetCommitter({
    config, client, subscriptions, offsets,
    identity: () => (options.isSubscribed() ? membership.identity : outsideOfGroups),
    standing: () => (options.isSubscribed() ? membership.standing : 'active'),
    onCommitted: options.onCommitted,
    onRebalancing: () => { membership.requestRejoin('offset commit failed since group is already rebalancing') },
  })
  const memberOptions: MembershipOptions = {
    config, client, subscriptions, link,
    events: {
      ...events,
      onAssigned: (added) => {
        if (!config.isConsumerProtocol) committer.restartAutoCommit()
        events.onAssigned(added)
      },
      beforeRejoin: (done) => {
        if (config.enableAutoCommit) committer.commitSync(committer.consumedOffsets(), () => { done() })
        else events.beforeRejoin(done)
      },
    },
  }
  const membership: Membership = config.isConsumerProtocol ? new ModernMembership(memberOptions) : new GroupMembership(memberOptions)
  return { link, offsets, membership, committer }
}
