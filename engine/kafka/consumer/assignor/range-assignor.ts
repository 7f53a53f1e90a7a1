import { sortedMembers, type Assignor } from './assignor.ts';
import type { TopicPartition } from '../topic-partition.ts';

/** Topic by topic, contiguous blocks; the first members get one more where it does not divide (RangeAssignor). */
export const rangeAssignor: Assignor = {
  name: 'range',
  isCooperative: false,
  assign: (members, counts) => {
    const assignment = new Map<string, TopicPartition[]>(members.map((member) => [member.memberId, []]));
    for (const [topic, count] of counts) {
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
