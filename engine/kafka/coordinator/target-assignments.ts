import type { ClusterImage } from '../metadata/cluster-image.ts'
import { grownTableSize, hashOrder } from '../java/hash-order.ts'
import { serverAssignorNames, serverAssignorOf } from './assignor/server-assignors.ts'
import type { TopicAssignment } from './assignor/server-assignor.ts'
import type { StoredModernMember } from './modern-member.ts'

/** The coordinator's assignor that most members ask for, or its default (ConsumerGroup.preferredServerAssignor). */
export function preferredAssignor(members: readonly StoredModernMember[]): string {
  const votes = new Map<string, number>()
  for (const { serverAssignor } of members) if (serverAssignor !== null) votes.set(serverAssignor, (votes.get(serverAssignor) ?? 0) + 1)
  return [...votes].reduce<readonly [string, number]>((best, entry) => (entry[1] > best[1] ? entry : best), [serverAssignorNames[0] ?? '', 0])[0]
}

/** What each member is to own, by member id, as an assignor of the coordinator decides it (TargetAssignmentBuilder, which hands the members over in a HashMap). */
export function targetAssignments(members: readonly StoredModernMember[], assignorName: string, image: ClusterImage): ReadonlyMap<string, TopicAssignment> {
  const idOf = (topic: string): readonly string[] => {
    const known = image.topic(topic)
    return known === undefined ? [] : [known.topicId]
  }
  const partitions = new Map(members.flatMap((member) => member.topics).flatMap((topic): [string, number][] => {
    const known = image.topic(topic)
    return known === undefined ? [] : [[known.topicId, known.partitions.length]]
  }))
  const wanting = hashOrder(members, ({ memberId }) => memberId, grownTableSize(members.length)).map(({ memberId, instanceId, topics, target }) => ({ memberId, instanceId, topics: topics.flatMap(idOf), target }))
  return serverAssignorOf(assignorName)?.assign({ members: wanting, partitions }) ?? new Map()
}
