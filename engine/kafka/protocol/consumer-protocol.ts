/**
 * The payloads that the members of a classic consumer group exchange inside JoinGroup and SyncGroup
 * (Kafka's ConsumerProtocol, version 3; its strings and arrays are not compact).
 */
import { utf8Bytes } from '../record/utf8-bytes.ts'

/** Partitions of one topic, as subscriptions and assignments list them. */
export interface ConsumerProtocolTopicPartitions {
  readonly topic: string
  readonly partitions: readonly number[]
}

/** What a member wants and what it owns, for the assignor that the group's leader runs. */
export interface ConsumerProtocolSubscription {
  readonly topics: readonly string[]
  /** State of the sticky assignor, kept structured; see {@link StickyUserData}. */
  readonly userData: StickyUserData | null
  readonly ownedPartitions: readonly ConsumerProtocolTopicPartitions[]
  /** Generation in which `ownedPartitions` were assigned, -1 if none. */
  readonly generationId: number
  readonly rackId: string | null
}

/** User data of the (eager) sticky assignor: the member's previous assignment and its generation. */
export interface StickyUserData {
  readonly previousAssignment: readonly ConsumerProtocolTopicPartitions[]
  readonly generation: number
}

/** What the group's leader gives to one member. */
export interface ConsumerProtocolAssignment {
  readonly assignedPartitions: readonly ConsumerProtocolTopicPartitions[]
}

function topicPartitionsBytes(entries: readonly ConsumerProtocolTopicPartitions[]): number {
  let bytes = 4
  for (const entry of entries) bytes += 2 + utf8Bytes(entry.topic) + 4 + 4 * entry.partitions.length
  return bytes
}

/** Bytes of a subscription, its version field included. */
export function consumerProtocolSubscriptionBytes(subscription: ConsumerProtocolSubscription): number {
  let bytes = 2 + 4 + 4 + topicPartitionsBytes(subscription.ownedPartitions) + 4 + 2
  for (const topic of subscription.topics) bytes += 2 + utf8Bytes(topic)
  if (subscription.userData !== null) bytes += topicPartitionsBytes(subscription.userData.previousAssignment) + 4
  return bytes + (subscription.rackId === null ? 0 : utf8Bytes(subscription.rackId))
}

/** Bytes of an assignment, its version field and null user data included; 0 for a member without an assignment. */
export function consumerProtocolAssignmentBytes(assignment: ConsumerProtocolAssignment): number {
  return 2 + topicPartitionsBytes(assignment.assignedPartitions) + 4
}
