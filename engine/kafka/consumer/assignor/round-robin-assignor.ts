import { compare, sortedMembers, type Assignor } from './assignor.ts'
import type { TopicPartition } from '../topic-partition.ts'

/** All partitions in order, one to each member in turn that subscribes to its topic (RoundRobinAssignor). */
export const roundRobinAssignor: Assignor = {
  name: 'roundrobin',
  isCooperative: false,
  assign: (members, counts) => {
    const assignment = new Map<string, TopicPartition[]>(members.map((member) => [member.memberId, []]))
    const circle = sortedMembers(members)
    let next = 0
    for (const [topic, count] of [...counts].sort(([left], [right]) => compare(left, right))) {
      if (!circle.some((member) => member.subscription.topics.includes(topic))) continue
      for (let partition = 0; partition < count; partition++) {
        while (circle[next % circle.length]?.subscription.topics.includes(topic) !== true) next++
        const taker = circle[next % circle.length]
        if (taker !== undefined) assignment.get(taker.memberId)?.push({ topic, partition })
        next++
      }
    }
    return assignment
  },
}
