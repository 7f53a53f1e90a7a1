import { grownTableSize, hashOrder } from '../../java/hash-order.ts';
import { sortedMembers, type Assignor, type GroupMember, type PartitionCounts } from './assignor.ts';
import type { TopicPartition } from '../topic-partition.ts';

/** Topic by topic, contiguous blocks; the first members get one more where it does not divide (RangeAssignor). */
export const rangeAssignor: Assignor = {
  name: 'range',
  isCooperative: false,
  assign: (members, counts) => {
    const assignment = new Map<string, TopicPartition[]>(members.map((member) => [member.memberId, []]));
    for (const [topic, count] of inHashOrder(members, counts)) {
      const takers = sortedMembers(members.filter((member) => member.subscription.topics.includes(topic)));
      if (takers.length === 0) continue;
      const each = Math.floor(count / takers.length);
      const oneMore = count % takers.length;
      takers.forEach((member, index) => {
        const start = each * index + Math.min(index, oneMore);
        const size = each + (index < oneMore ? 1 : 0);
        for (let partition = start; partition < start + size; partition++) assignment.get(member.memberId)?.push({ topic, partition });
      });
    }
    return assignment;
  },
};

/** Java walks the topics in the order of a HashMap that it filled member by member. */
function inHashOrder(members: readonly GroupMember[], counts: PartitionCounts): readonly (readonly [topic: string, count: number])[] {
  const topics = [...new Set(members.flatMap((member) => member.subscription.topics))].filter((topic) => counts.has(topic));
  return hashOrder(topics, (topic) => topic, grownTableSize(topics.length)).map((topic) => [topic, counts.get(topic) ?? 0]);
}
