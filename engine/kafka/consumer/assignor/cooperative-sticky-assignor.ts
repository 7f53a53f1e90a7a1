import { compare, sortedMembers, type Assign, type Assignor, type GroupMember, type PartitionCounts } from './assignor.ts';
import { constrainedAssignment } from './constrained-assignment.ts';
import { partitionName, type TopicPartition } from '../topic-partition.ts';

/**
 * Balanced with as little movement as possible. Members with equal subscriptions get Kafka's constrained assignment. For
 * unequal ones a partition keeps its owner while that stays within its share, and the rest goes to the members with the
 * fewest; Kafka's general algorithm moves partitions in further rounds, which is not modelled.
 */
const assignSticky: Assign = (members, counts) => {
  const subscribed = new Map([...counts].filter(([topic]) => members.some((member) => member.subscription.topics.includes(topic))));
  if (members.every((member) => [...subscribed.keys()].every((topic) => member.subscription.topics.includes(topic)))) {
    return constrainedAssignment(members, subscribed, ownedInOrder(members, counts));
  }
  const assignment = new Map<string, TopicPartition[]>(members.map((member) => [member.memberId, []]));
  const owners = currentOwners(members, counts);
  const all = allPartitions(counts).filter(({ topic }) => members.some((member) => member.subscription.topics.includes(topic)));
  const sorted = sortedMembers(members);
  const least = Math.floor(all.length / Math.max(1, members.length));
  let largeShares = all.length % Math.max(1, members.length);
  for (const member of sorted) {
    const owned = all.filter((partition) => owners.get(partitionName(partition)) === member.memberId);
    const share = owned.length > least && largeShares > 0 ? least + 1 : least;
    if (share > least) largeShares--;
    for (const partition of owned.slice(0, share)) assignment.get(member.memberId)?.push(partition);
  }
  const taken = new Set([...assignment.values()].flat().map(partitionName));
  for (const partition of all) {
    if (taken.has(partitionName(partition))) continue;
    const taker = sorted.filter((member) => member.subscription.topics.includes(partition.topic))
      .reduce<GroupMember | undefined>((best, member) => (best === undefined || sizeOf(assignment, member) < sizeOf(assignment, best) ? member : best), undefined);
    if (taker !== undefined) assignment.get(taker.memberId)?.push(partition);
  }
  return assignment;
};

/** Cooperative: what must move is first only given up; the next rebalance hands it out (CooperativeStickyAssignor). */
export const cooperativeStickyAssignor: Assignor = {
  name: 'cooperative-sticky',
  isCooperative: true,
  assign: (members, counts) => {
    const assignment = assignSticky(members, counts);
    const owners = currentOwners(members, counts);
    return new Map([...assignment].map(([memberId, partitions]) => [memberId, partitions.filter((partition) => {
      const owner = owners.get(partitionName(partition));
      return owner === undefined || owner === memberId;
    })]));
  },
};

/** Eager sticky (StickyAssignor). */
export const stickyAssignor: Assignor = { name: 'sticky', isCooperative: false, assign: assignSticky };

/** What each member owned where nobody else claims it in a newer generation: by partition number, then by topic. */
function ownedInOrder(members: readonly GroupMember[], counts: PartitionCounts): ReadonlyMap<string, readonly TopicPartition[]> {
  const owners = currentOwners(members, counts);
  return new Map(members.map(({ memberId, subscription }) => {
    const claims = subscription.userData?.previousAssignment ?? subscription.ownedPartitions;
    const owned = claims.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
    const kept = owned.filter((partition) => owners.get(partitionName(partition)) === memberId);
    return [memberId, kept.sort((left, right) => left.partition - right.partition || compare(left.topic, right.topic))];
  }));
}

function sizeOf(assignment: ReadonlyMap<string, readonly TopicPartition[]>, member: GroupMember): number {
  return assignment.get(member.memberId)?.length ?? 0;
}

function allPartitions(counts: PartitionCounts): readonly TopicPartition[] {
  return [...counts].sort(([left], [right]) => compare(left, right))
    .flatMap(([topic, count]) => Array.from({ length: count }, (_, partition) => ({ topic, partition })));
}

/** Who owned each partition in the newest generation that anybody remembers. */
function currentOwners(members: readonly GroupMember[], counts: PartitionCounts): ReadonlyMap<string, string> {
  const owners = new Map<string, { readonly memberId: string; readonly generation: number }>();
  for (const { memberId, subscription } of members) {
    const owned = subscription.userData?.previousAssignment ?? subscription.ownedPartitions;
    const generation = subscription.userData?.generation ?? subscription.generationId;
    for (const { topic, partitions } of owned) {
      for (const partition of partitions) {
        if (partition >= (counts.get(topic) ?? 0) || !subscription.topics.includes(topic)) continue;
        const name = partitionName({ topic, partition });
        const known = owners.get(name);
        if (known === undefined || known.generation < generation) owners.set(name, { memberId, generation });
      }
    }
  }
  return new Map([...owners].map(([name, { memberId }]) => [name, memberId]));
}
