import { partitionCount, type AssignableMember, type ServerAssignor } from './server-assignor.ts'

/**
 * Topic by topic, contiguous blocks in the order of the members' instance ids, then member ids; partition n of alike topics
 * goes to the same member (the coordinator's RangeAssignor).
 */
export const serverRangeAssignor: ServerAssignor = {
  name: 'range',
  assign: (group) => {
    const sorted = [...group.members].sort(byInstanceThenMember)
    return new Map(sorted.map((member) => [member.memberId, new Map(member.topics.flatMap((topic): [string, readonly number[]][] => {
      const takers = sorted.filter(({ topics }) => topics.includes(topic))
      const count = partitionCount(group, topic)
      const index = takers.indexOf(member)
      const each = Math.floor(count / takers.length)
      const oneMore = count % takers.length
      const start = each * index + Math.min(index, oneMore)
      const size = each + (index < oneMore ? 1 : 0)
      return size === 0 ? [] : [[topic, Array.from({ length: size }, (_, offset) => start + offset)]]
    }))]))
  },
}

function byInstanceThenMember(left: AssignableMember, right: AssignableMember): number {
  if (left.instanceId !== null && right.instanceId !== null) return left.instanceId < right.instanceId ? -1 : 1
  if (left.instanceId !== null) return -1
  if (right.instanceId !== null) return 1
  return left.memberId < right.memberId ? -1 : 1
}
