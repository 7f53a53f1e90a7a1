import { firstAtOrAfter, largestTimestamp } from '../log/timestamp-lookup.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { ListOffsetsPartition, ListOffsetsPartitionResponse, ListOffsetsRequest, ListOffsetsResponse } from '../protocol/list-offsets.ts'
import type { OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '../protocol/offset-for-leader-epoch.ts'
import type { BrokerServer } from './broker-server.ts'
import type { Partition } from './partition.ts'

const latestTimestamp = -1
const earliestTimestamp = -2
const maxTimestamp = -3
const earliestLocalTimestamp = -4
const latestTieredTimestamp = -5
const readCommitted = 1

/** ListOffsets: the latest, earliest or largest-timestamp offset, or the first at or after a timestamp. */
export function listOffsets(broker: BrokerServer, request: ListOffsetsRequest): ListOffsetsResponse {
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map((data) => listOne(broker, request, name, data)),
  }))
  return { throttleTimeMs: 0, topics }
}

/** OffsetForLeaderEpoch: where an epoch ended in the leader's log. */
export function offsetForLeaderEpoch(broker: BrokerServer, request: OffsetForLeaderEpochRequest): OffsetForLeaderEpochResponse {
  const topics = request.topics.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.map(({ partition: index, currentLeaderEpoch, leaderEpoch }) => {
      const partition = broker.replicas.partition(topic, index)
      const error = errorFor(broker, topic, index, partition, currentLeaderEpoch)
      if (error !== 'NONE' || partition === undefined) return { errorCode: errorCode(error), partition: index, leaderEpoch: -1, endOffset: -1 }
      const end = partition.log.endOffsetForEpoch(leaderEpoch)
      return { errorCode: 0, partition: index, leaderEpoch: end.epoch, endOffset: end.endOffset }
    }),
  }))
  return { throttleTimeMs: 0, topics }
}

function errorFor(broker: BrokerServer, topic: string, index: number, partition: Partition | undefined, currentLeaderEpoch: number): ErrorName {
  if (partition === undefined) return broker.image.partition(topic, index) === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NOT_LEADER_OR_FOLLOWER'
  const epochError = partition.checkLeaderEpoch(currentLeaderEpoch)
  if (epochError !== 'NONE') return epochError
  return partition.isLeader ? 'NONE' : 'NOT_LEADER_OR_FOLLOWER'
}

function listOne(broker: BrokerServer, request: ListOffsetsRequest, topic: string, data: ListOffsetsPartition): ListOffsetsPartitionResponse {
  const { partitionIndex, currentLeaderEpoch, timestamp } = data
  const partition = broker.replicas.partition(topic, partitionIndex)
  const answer = (error: ErrorName, offset = -1, found = -1): ListOffsetsPartitionResponse => ({
    partitionIndex,
    errorCode: errorCode(error),
    timestamp: found,
    offset,
    leaderEpoch: offset < 0 ? -1 : (partition?.log.epochs.epochAt(offset) ?? partition?.leaderEpoch ?? -1),
  })
  const error = errorFor(broker, topic, partitionIndex, partition, currentLeaderEpoch)
  if (error !== 'NONE' || partition === undefined) return answer(error)
  const { log } = partition
  const isClient = request.replicaId < 0
  const bound = !isClient ? log.logEndOffset : request.isolationLevel === readCommitted ? log.lastStableOffset : log.highWatermark
  if (timestamp === earliestTimestamp || timestamp === earliestLocalTimestamp) return answer('NONE', log.logStartOffset)
  // A new leader may not know yet how far its predecessor's high watermark had come (KIP-207).
  if (isClient && partition.leaderEpochStartOffset > log.highWatermark) return answer('OFFSET_NOT_AVAILABLE')
  if (timestamp === latestTimestamp) return answer('NONE', bound)
  // There is no remote storage.
  if (timestamp === latestTieredTimestamp) return answer('NONE')
  const found = timestamp === maxTimestamp ? largestTimestamp(log) : firstAtOrAfter(log, timestamp)
  return found === undefined || found.offset >= bound ? answer('NONE') : answer('NONE', found.offset, found.timestampMs)
}
