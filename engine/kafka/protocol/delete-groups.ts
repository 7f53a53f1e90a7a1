import { compactArrayBytes, compactStringBytes } from './wire-size.ts'

/** DeleteGroups request v2. Deletes groups without members, with their offsets. */
export interface DeleteGroupsRequest {
  readonly groupsNames: readonly string[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function deleteGroupsRequestBytes(message: DeleteGroupsRequest): number {
  return 1 + compactArrayBytes(message.groupsNames, compactStringBytes)
}

/** An element of `results` of the DeleteGroups response. */
export interface DeletableGroupResult {
  readonly groupId: string
  readonly errorCode: number
}

function deletableGroupResultBytes(entry: DeletableGroupResult): number {
  return 3 + compactStringBytes(entry.groupId)
}

/** DeleteGroups response v2. */
export interface DeleteGroupsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly DeletableGroupResult[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function deleteGroupsResponseBytes(message: DeleteGroupsResponse): number {
  return 5 + compactArrayBytes(message.results, deletableGroupResultBytes)
}
