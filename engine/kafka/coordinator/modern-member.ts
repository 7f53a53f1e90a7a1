import type { Timer } from '../../sim/process.ts'
import type { ConsumerGroupHeartbeatRequest } from '../protocol/consumer-group-heartbeat.ts'
import type { TopicAssignment } from './assignor/server-assignor.ts'

/** States of a member of a consumer group (MemberState). */
export type ModernMemberState = 'STABLE' | 'UNREVOKED_PARTITIONS' | 'UNRELEASED_PARTITIONS'

/** A member as the log of its group has it; partitions are by topic id. */
export interface StoredModernMember {
  readonly memberId: string
  readonly instanceId: string | null
  readonly clientId: string
  readonly epoch: number
  readonly previousEpoch: number
  readonly state: ModernMemberState
  readonly rebalanceTimeoutMs: number
  readonly topics: readonly string[]
  readonly serverAssignor: string | null
  readonly target: TopicAssignment
  readonly assigned: TopicAssignment
  readonly pendingRevocation: TopicAssignment
  /** The member epoch in which it got each partition that it has or gives up, by `topicId-partition` (KIP-1251). */
  readonly assignmentEpochs: ReadonlyMap<string, number>
}

/** A member of a consumer group of KIP-848 at its coordinator (ConsumerGroupMember). */
export interface ModernMember extends StoredModernMember {
  epoch: number
  previousEpoch: number
  state: ModernMemberState
  rebalanceTimeoutMs: number
  topics: readonly string[]
  serverAssignor: string | null
  target: TopicAssignment
  assigned: TopicAssignment
  pendingRevocation: TopicAssignment
  assignmentEpochs: ReadonlyMap<string, number>
  sessionTimer: Timer | undefined
  rebalanceTimer: Timer | undefined
}

/** A member that joins. */
export function freshMember({ memberId, instanceId, rebalanceTimeoutMs }: ConsumerGroupHeartbeatRequest, clientId: string): ModernMember {
  return {
    memberId, instanceId, clientId, epoch: 0, previousEpoch: -1, state: 'STABLE', rebalanceTimeoutMs, topics: [], serverAssignor: null,
    target: new Map(), assigned: new Map(), pendingRevocation: new Map(), assignmentEpochs: new Map(), sessionTimer: undefined, rebalanceTimer: undefined,
  }
}

/** The owner of each partition by `topicId-partition`; of several, any. */
export type PartitionOwner = (topicId: string, partition: number) => string | undefined

/** Where a member stands when it is to come to a target (CurrentAssignmentBuilder). `owned` null: the member does not say. */
export function reconcile(member: ModernMember, targetEpoch: number, ownerOf: PartitionOwner, owned: TopicAssignment | null): void {
  moveOn(member, targetEpoch, ownerOf, owned)
  const names = [member.assigned, member.pendingRevocation].flatMap((part) => [...part].flatMap(([topicId, partitions]) => partitions.map((partition) => `${topicId}-${String(partition)}`)))
  member.assignmentEpochs = new Map(names.map((name) => [name, member.assignmentEpochs.get(name) ?? member.epoch]))
}

/**
 * Whether a commit is taken from a member that says this epoch: the present one, or one since it got all the partitions that
 * it commits, by `topicId-partition` (ConsumerGroup.validateOffsetCommit with KIP-1251).
 */
export function mayCommit({ epoch: memberEpoch, assignmentEpochs }: StoredModernMember, epoch: number, partitions: readonly string[]): boolean {
  if (epoch === memberEpoch) return true
  return epoch < memberEpoch && partitions.every((name) => (assignmentEpochs.get(name) ?? Infinity) <= epoch)
}

function moveOn(member: ModernMember, targetEpoch: number, ownerOf: PartitionOwner, owned: TopicAssignment | null): void {
  if (member.state === 'STABLE' && member.epoch === targetEpoch) return
  if (member.state === 'UNREVOKED_PARTITIONS') {
    if (owned === null || overlaps(owned, member.pendingRevocation)) return
    member.pendingRevocation = new Map()
  }
  const kept = both(member.assigned, member.target)
  const revoked = without(member.assigned, kept)
  const wanted = without(member.target, kept)
  const free = only(wanted, (topicId, partition) => [undefined, member.memberId].includes(ownerOf(topicId, partition)))
  if (revoked.size > 0 && (owned === null || overlaps(owned, revoked))) {
    member.state = 'UNREVOKED_PARTITIONS'
    member.assigned = kept
    member.pendingRevocation = revoked
    return
  }
  if (member.epoch !== targetEpoch) member.previousEpoch = member.epoch
  member.epoch = targetEpoch
  member.state = count(free) < count(wanted) ? 'UNRELEASED_PARTITIONS' : 'STABLE'
  member.assigned = joined(kept, free)
  member.pendingRevocation = new Map()
}

/** Whether both name the same partitions. */
export function isSameAssignment(left: TopicAssignment, right: TopicAssignment): boolean {
  return count(left) === count(right) && count(both(left, right)) === count(left)
}

/** Whether `part` has nothing that `whole` has not. */
export function isPartOf(part: TopicAssignment, whole: TopicAssignment): boolean {
  return count(without(part, whole)) === 0
}

function only(assignment: TopicAssignment, keep: (topicId: string, partition: number) => boolean): TopicAssignment {
  return new Map([...assignment].flatMap(([topicId, partitions]): [string, readonly number[]][] => {
    const rest = partitions.filter((partition) => keep(topicId, partition))
    return rest.length === 0 ? [] : [[topicId, rest]]
  }))
}

const both = (left: TopicAssignment, right: TopicAssignment): TopicAssignment => only(left, (topicId, partition) => right.get(topicId)?.includes(partition) === true)
const without = (left: TopicAssignment, right: TopicAssignment): TopicAssignment => only(left, (topicId, partition) => right.get(topicId)?.includes(partition) !== true)
const overlaps = (left: TopicAssignment, right: TopicAssignment): boolean => both(left, right).size > 0
const count = (assignment: TopicAssignment): number => [...assignment.values()].reduce((sum, partitions) => sum + partitions.length, 0)

function joined(left: TopicAssignment, right: TopicAssignment): TopicAssignment {
  return new Map([...new Set([...left.keys(), ...right.keys()])].map((topicId) => [topicId, [...(left.get(topicId) ?? []), ...(right.get(topicId) ?? [])]]))
}
