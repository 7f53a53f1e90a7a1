import type { DeleteRecordsRequest, DeleteRecordsResponse } from '../protocol/delete-records.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { BrokerServer } from './broker-server.ts'

/**
 * DeleteRecords: raises the log start offset, at most to the high watermark (−1 asks for just that). Followers do the same
 * when they fetch next; the answer does not wait for them, as a real leader's would.
 */
export function deleteRecords(broker: BrokerServer, request: DeleteRecordsRequest): DeleteRecordsResponse {
  const topics = request.topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, offset }) => {
      const error = deleteUpTo(broker, name, partitionIndex, offset)
      const log = broker.replicas.partition(name, partitionIndex)?.log
      return { partitionIndex, lowWatermark: error === 'NONE' ? (log?.logStartOffset ?? -1) : -1, errorCode: errorCode(error) }
    }),
  }))
  return { throttleTimeMs: 0, topics }
}

function deleteUpTo(broker: BrokerServer, topic: string, partitionId: number, requested: number): ErrorName {
  const partition = broker.replicas.partition(topic, partitionId)
  if (partition === undefined) return broker.image.partition(topic, partitionId) === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'NOT_LEADER_OR_FOLLOWER'
  if (!partition.isLeader) return 'NOT_LEADER_OR_FOLLOWER'
  const { log } = partition
  if (!log.config.isDeleted) return 'POLICY_VIOLATION'
  const offset = requested === -1 ? log.highWatermark : requested
  if (offset < 0 || offset > log.highWatermark) return 'OFFSET_OUT_OF_RANGE'
  log.raiseLogStartOffset(offset, 'deleted on request (DeleteRecords)')
  partition.completeFetches()
  return 'NONE'
}
