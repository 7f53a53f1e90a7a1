import { compare, partitionsOf, type Assign, type Assignor, type GroupMember } from './assignor.ts'
import { claimsOf } from './claims.ts'
import { constrainedAssignment } from './constrained-assignment.ts'
import { GeneralAssignment } from './general-assignment.ts'
import { RackMatching } from './rack-matching.ts'
import { partitionName } from '../topic-partition.ts'

/** Balanced with as little movement as possible (AbstractStickyAssignor); equal subscriptions have a shorter way. */
const assignSticky: Assign = (members, counts, racks) => {
  const known = new Map([...counts].filter(([topic, count]) => count > 0 && members.some((member) => member.subscription.topics.includes(topic))))
  const claims = claimsOf(members, known)
  const matching = new RackMatching(members, partitionsOf([...known.keys()], known), racks)
  return isSubscribedAlike(members) ? constrainedAssignment(members, known, claims, matching) : new GeneralAssignment(members, known, claims, matching).build()
}

/** As Java compares: a member without topics counts as alike until the first one with topics has been seen. */
function isSubscribedAlike(members: readonly GroupMember[]): boolean {
  let known = ''
  return members.every(({ subscription }) => {
    const topics = [...subscription.topics].sort(compare).join(' ')
    if (known === '') known = topics
    return topics === known
  })
}

/** Cooperative: what must move is first only given up; the next rebalance hands it out (CooperativeStickyAssignor). */
export const cooperativeStickyAssignor: Assignor = {
  name: 'cooperative-sticky',
  isCooperative: true,
  assign: (members, counts, racks) => {
    const claims = claimsOf(members, counts)
    const owners = new Map([...claims.owned].flatMap(([memberId, partitions]) => partitions.map((partition) => [partitionName(partition), memberId] as const)))
    return new Map([...assignSticky(members, counts, racks)].map(([memberId, partitions]) => [memberId, partitions.filter((partition) => {
      const owner = owners.get(partitionName(partition))
      return !claims.disputed.has(partitionName(partition)) && (owner === undefined || owner === memberId)
    })]))
  },
}

/** Eager sticky (StickyAssignor). */
export const stickyAssignor: Assignor = { name: 'sticky', isCooperative: false, assign: assignSticky }
