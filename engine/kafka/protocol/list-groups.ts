import { compactArrayBytes, compactStringBytes } from './wire-size.ts'

/** ListGroups request v5. Asks one broker for the groups that it coordinates; empty filters let all through. */
export interface ListGroupsRequest {
  readonly statesFilter: readonly string[]
  readonly typesFilter: readonly string[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function listGroupsRequestBytes(message: ListGroupsRequest): number {
  return 1 + compactArrayBytes(message.statesFilter, compactStringBytes) + compactArrayBytes(message.typesFilter, compactStringBytes)
}

/** An element of `groups` of the ListGroups response. */
export interface ListedGroup {
  readonly groupId: string
  readonly protocolType: string
  readonly groupState: string
  readonly groupType: string
}

function listedGroupBytes(entry: ListedGroup): number {
  return 1
    + compactStringBytes(entry.groupId)
    + compactStringBytes(entry.protocolType)
    + compactStringBytes(entry.groupState)
    + compactStringBytes(entry.groupType)
}

/** ListGroups response v5. */
export interface ListGroupsResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly groups: readonly ListedGroup[]
}

/** Bytes of the body on the wire (version 5), header excluded. */
export function listGroupsResponseBytes(message: ListGroupsResponse): number {
  return 7 + compactArrayBytes(message.groups, listedGroupBytes)
}
