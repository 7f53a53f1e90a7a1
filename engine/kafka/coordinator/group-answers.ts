import { errorCode, type ErrorName } from '../protocol/errors.ts';
import type { JoinGroupResponse } from '../protocol/join-group.ts';
import type { SyncGroupResponse } from '../protocol/sync-group.ts';

/** A JoinGroup response that carries only an error. */
export function joinError(error: ErrorName, memberId: string): JoinGroupResponse {
  return { throttleTimeMs: 0, errorCode: errorCode(error), generationId: -1, protocolType: null, protocolName: null, leader: '', skipAssignment: false, memberId, members: [] };
}

/** A SyncGroup response that carries only an error. */
export function syncError(error: ErrorName): SyncGroupResponse {
  return { throttleTimeMs: 0, errorCode: errorCode(error), protocolType: null, protocolName: null, assignment: { assignedPartitions: [] } };
}
