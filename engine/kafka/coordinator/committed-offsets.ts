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

/** The records that a commit writes, and the errors of the partitions that it does not (by `topicId-partition`). */
export function offsetRecords(
  request: OffsetCommitRequest,
  image: ClusterImage,
  limits: { readonly nowMs: number; readonly metadataMaxBytes: number },
): { readonly records: readonly OffsetRecord[]; readonly errors: ReadonlyMap<string, ErrorName> } {
  const records: OffsetRecord[] = []
  const errors = new Map<string, ErrorName>()
  for (const { topicId, partitions } of request.topics) {
    const topic = image.topicById(topicId)
    for (const { partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata } of partitions) {
      const metadata = committedMetadata ?? ''
      const key = `${topicId}-${String(partitionIndex)}`
      if (topic === undefined) errors.set(key, 'UNKNOWN_TOPIC_ID')
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

/** What a group has committed of the partitions asked for. */
export function committedOffsets(
  request: OffsetFetchRequestGroup,
  offsets: ReadonlyMap<string, OffsetRecord>,
  image: ClusterImage,
): OffsetFetchResponseGroup {
  return {
    groupId: request.groupId,
    errorCode: 0,
    topics: (request.topics ?? []).map(({ topicId, partitionIndexes }) => {
      const topic = image.topicById(topicId)
      return {
        topicId,
        partitions: partitionIndexes.map((partitionIndex) => {
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

/**
 * Tombstones for the offsets of groups that have been empty for offsets.retention.minutes; of a group that never had
 * members, for offsets committed so long ago. By group.
 */
export function expiredOffsets(
  offsets: ReadonlyMap<string, OffsetRecord>,
  groupOf: (groupId: string) => { readonly state: string; readonly generationId: number; readonly stateMs: number } | undefined,
  times: { readonly nowMs: number; readonly retentionMs: number },
): ReadonlyMap<string, readonly OffsetRecord[]> {
  const expired = new Map<string, OffsetRecord[]>()
  for (const record of offsets.values()) {
    const group = groupOf(record.groupId)
    if (group !== undefined && group.state !== 'Empty') continue
    const sinceMs = group === undefined || group.generationId === 0 ? record.commitMs : group.stateMs
    if (times.nowMs - sinceMs < times.retentionMs) continue
    const list = expired.get(record.groupId) ?? []
    list.push({ ...record, offset: null })
    expired.set(record.groupId, list)
  }
  return expired
}
