import type { ClusterImage } from '../metadata/cluster-image.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { OffsetCommitRequest } from '../protocol/offset-commit.ts'
import type { OffsetFetchRequestGroup, OffsetFetchResponseGroup } from '../protocol/offset-fetch.ts'
import { utf8Bytes } from '../record/utf8-bytes.ts'
import type { OffsetRecord } from './offsets-record.ts'

/** Key of a committed offset among all that a shard has. */
export function offsetKey(groupId: string, topic: string, partition: number): string {
  return `${groupId}\u0000${topic}\u0000${String(partition)}`
}

/** The records that a commit writes, and the errors of the partitions that it does not (by topic's id or name, and partition). */
export function offsetRecords(
  request: OffsetCommitRequest,
  image: ClusterImage,
  limits: { readonly nowMs: number; readonly metadataMaxBytes: number },
): { readonly records: readonly OffsetRecord[]; readonly errors: ReadonlyMap<string, ErrorName> } {
  const records: OffsetRecord[] = []
  const errors = new Map<string, ErrorName>()
  for (const { topicId, name, partitions } of request.topics) {
    const topic = name === undefined ? image.topicById(topicId) : image.topic(name)
    for (const { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata } of partitions) {
      const metadata = committedMetadata ?? ''
      const key = `${name ?? topicId}-${String(partitionIndex)}`
      if (topic === undefined) errors.set(key, name === undefined ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION')
      else if (topic.partitions[partitionIndex] === undefined) errors.set(key, 'UNKNOWN_TOPIC_OR_PARTITION')
      else if (utf8Bytes(metadata) > limits.metadataMaxBytes) errors.set(key, 'OFFSET_METADATA_TOO_LARGE')
      else {
        records.push({
          kind: 'offset', groupId: request.groupId, topic: topic.name, partition: partitionIndex, offset: committedOffset,
          leaderEpoch: committedLeaderEpoch, metadata, commitMs: limits.nowMs,
        })
      }
    }
  }
  return { records, errors }
}

/**
 * What a group has committed of the partitions asked for. Of those that are unstable, because an open transaction commits
 * them anew, a consumer hears nothing until it has ended (OffsetMetadataManager.fetchOffsets, KIP-447).
 */
export function committedOffsets(
  request: OffsetFetchRequestGroup,
  offsets: ReadonlyMap<string, OffsetRecord>,
  image: ClusterImage,
  isUnstable: (topic: string, partition: number) => boolean,
): OffsetFetchResponseGroup {
  if (request.topics === null) return { groupId: request.groupId, errorCode: 0, topics: allOffsets(request.groupId, offsets) }
  return {
    groupId: request.groupId,
    errorCode: 0,
    topics: request.topics.map(({ topicId, partitionIndexes }) => {
      const topic = image.topicById(topicId)
      return {
        topicId,
        partitions: partitionIndexes.map((partitionIndex) => {
          if (topic !== undefined && isUnstable(topic.name, partitionIndex)) {
            return { partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode: errorCode('UNSTABLE_OFFSET_COMMIT') }
          }
          const found = topic === undefined ? undefined : offsets.get(offsetKey(request.groupId, topic.name, partitionIndex))
          return {
            partitionIndex, committedOffset: found?.offset ?? -1, committedLeaderEpoch: found?.leaderEpoch ?? -1, metadata: found?.metadata ?? '',
            errorCode: errorCode(topic === undefined ? 'UNKNOWN_TOPIC_ID' : 'NONE'),
          }
        }),
      }
    }),
  }
}

/** Everything that a group has committed, by the topics' names. */
function allOffsets(groupId: string, offsets: ReadonlyMap<string, OffsetRecord>): OffsetFetchResponseGroup['topics'] {
  const own = [...offsets.values()].filter((record) => record.groupId === groupId)
  return [...new Set(own.map(({ topic }) => topic))].map((name) => ({
    topicId: '', name,
    partitions: own.filter(({ topic }) => topic === name).map(({ partition, offset, leaderEpoch, metadata }) => ({
      partitionIndex: partition, committedOffset: offset ?? -1, committedLeaderEpoch: leaderEpoch, metadata, errorCode: 0,
    })),
  }))
}

/** What the expiry of offsets asks of a group of either protocol. */
export interface OffsetOwner {
  isSubscribedTo(topic: string): boolean
  /** Since when an offset ages, in milliseconds since 1970; undefined: it does not. */
  offsetAge(commitMs: number): number | undefined
}

/** Tombstones for a group's offsets of topics that it does not read, once they are older than offsets.retention.minutes (OffsetMetadataManager.cleanupExpiredOffsets). */
export function expiredOffsets(
  offsets: Iterable<OffsetRecord>,
  group: OffsetOwner,
  times: { readonly nowMs: number; readonly retentionMs: number },
): readonly OffsetRecord[] {
  return [...offsets].flatMap((record) => {
    if (group.isSubscribedTo(record.topic)) return []
    const sinceMs = group.offsetAge(record.commitMs)
    return sinceMs !== undefined && times.nowMs - sinceMs >= times.retentionMs ? [{ ...record, offset: null }] : []
  })
}
