import type { ConsumerGroupHeartbeatResponse } from '../protocol/consumer-group-heartbeat.ts'
import { errorCode, type ErrorName } from '../protocol/errors.ts'
import type { JoinGroupResponse } from '../protocol/join-group.ts'
import type { OffsetCommitRequest, OffsetCommitResponse } from '../protocol/offset-commit.ts'
import type { SyncGroupResponse } from '../protocol/sync-group.ts'

/** A JoinGroup response that carries only an error. */
export function joinError(error: ErrorName, memberId: string): JoinGroupResponse {
  return { throttleTimeMs: 0, errorCode: errorCode(error), generationId: -1, protocolType: null, protocolName: null, leader: '', skipAssignment: false, memberId, members: [] }
}

/** A SyncGroup response that carries only an error. */
export function syncError(error: ErrorName): SyncGroupResponse {
  return { throttleTimeMs: 0, errorCode: errorCode(error), protocolType: null, protocolName: null, assignment: { assignedPartitions: [] } }
}

/** A ConsumerGroupHeartbeat response that carries only an error. */
export function heartbeatError(error: ErrorName): ConsumerGroupHeartbeatResponse {
  return { throttleTimeMs: 0, errorCode: errorCode(error), errorMessage: null, memberId: null, memberEpoch: 0, heartbeatIntervalMs: 0, assignment: null }
}

/** Answers a commit: partitions with an error of their own (by topic's id or name, and partition) get that, all others `error`. */
export function commitAnswer(request: OffsetCommitRequest, error: ErrorName, errors: ReadonlyMap<string, ErrorName>): OffsetCommitResponse {
  return {
    throttleTimeMs: 0,
    topics: request.topics.map(({ topicId, name, partitions }) => ({
      topicId,
      ...(name === undefined ? {} : { name }),
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: errorCode(errors.get(`${name ?? topicId}-${String(partitionIndex)}`) ?? error) })),
    })),
  }
}

/** What a failed write means to the client (CoordinatorOperationExceptionHelper). */
export function coordinatorError(error: ErrorName): ErrorName {
  switch (error) {
    case 'NONE':
      return 'NONE'
    case 'UNKNOWN_TOPIC_OR_PARTITION':
    case 'NOT_ENOUGH_REPLICAS':
    case 'NOT_ENOUGH_REPLICAS_AFTER_APPEND':
    case 'REQUEST_TIMED_OUT':
      return 'COORDINATOR_NOT_AVAILABLE'
    case 'NOT_LEADER_OR_FOLLOWER':
    case 'KAFKA_STORAGE_ERROR':
      return 'NOT_COORDINATOR'
    default:
      return 'UNKNOWN_SERVER_ERROR'
  }
}
