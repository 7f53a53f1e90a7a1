import { compactArrayBytes, compactStringBytes } from './wire-size.ts'

/** FindCoordinator request v6. Coordinators of `keyType` 0 (group), 1 (transaction) or 2 (share). */
export interface FindCoordinatorRequest {
  readonly keyType: number
  readonly coordinatorKeys: readonly string[]
}

/** Bytes of the body on the wire (version 6), header excluded. */
export function findCoordinatorRequestBytes(message: FindCoordinatorRequest): number {
  return 2 + compactArrayBytes(message.coordinatorKeys, compactStringBytes)
}

/** An element of `coordinators` of the FindCoordinator response. */
export interface FindCoordinatorResponseCoordinator {
  readonly key: string
  readonly nodeId: number
  readonly host: string
  readonly port: number
  readonly errorCode: number
  readonly errorMessage: string | null
}

function findCoordinatorResponseCoordinatorBytes(entry: FindCoordinatorResponseCoordinator): number {
  return 11 + compactStringBytes(entry.key) + compactStringBytes(entry.host) + compactStringBytes(entry.errorMessage)
}

/** FindCoordinator response v6. One coordinator per key. */
export interface FindCoordinatorResponse {
  readonly throttleTimeMs: number
  readonly coordinators: readonly FindCoordinatorResponseCoordinator[]
}

/** Bytes of the body on the wire (version 6), header excluded. */
export function findCoordinatorResponseBytes(message: FindCoordinatorResponse): number {
  return 5 + compactArrayBytes(message.coordinators, findCoordinatorResponseCoordinatorBytes)
}
