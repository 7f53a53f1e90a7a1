import type { KafkaAdminClient } from '../../kafka/admin/kafka-admin-client.ts'
import type { TopicPartition } from '../../kafka/consumer/topic-partition.ts'
import type { GroupProgress } from '../../kafka/coordinator/group-progress.ts'
import { KafkaException } from '../../kafka/protocol/kafka-exception.ts'

/** Whose offsets are altered, by whom, and the books that hear of it. */
export interface AlteredGroup {
  readonly admin: KafkaAdminClient
  readonly progress: GroupProgress
  readonly groupId: string
}

/** Commits for a group that has no members, and tells the books what that makes it pass over or get once more. */
export function alterOffsets({ admin, progress, groupId }: AlteredGroup, offsets: readonly (TopicPartition & { readonly offset: number })[], done: (result: true | KafkaException) => void): void {
  const moves = offsets.map(({ topic, partition, offset }) => ({ at: { groupId, topic, partition }, from: progress.committedOf({ groupId, topic, partition }) ?? 0, to: offset }))
  const place = `${progress.lane.name}/group/${groupId}`
  for (const { at, from, to } of moves) if (to > from) progress.moved(at, { from, to }, place)
  admin.groups.alterOffsets(groupId, offsets.map((offset) => ({ ...offset, leaderEpoch: -1, metadata: '' })), (result) => {
    if (!(result instanceof KafkaException)) for (const { at, from, to } of moves) if (to < from) progress.moved(at, { from, to }, place)
    done(result)
  })
}
