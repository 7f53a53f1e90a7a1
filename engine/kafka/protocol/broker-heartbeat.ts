import { compactFixedArrayBytes, taggedFieldBytes, type Uuid } from './wire-size.ts'

/** BrokerHeartbeat request v2. Keeps a broker's session; `wantShutDown` asks for a controlled shutdown (KIP-631). */
export interface BrokerHeartbeatRequest {
  readonly brokerId: number
  readonly brokerEpoch: number
  readonly currentMetadataOffset: number
  readonly wantFence: boolean
  readonly wantShutDown: boolean
  readonly offlineLogDirs?: readonly Uuid[]
  readonly cordonedLogDirs?: readonly Uuid[]
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function brokerHeartbeatRequestBytes(message: BrokerHeartbeatRequest): number {
  return 23
    + (message.offlineLogDirs === undefined ? 0 : taggedFieldBytes(compactFixedArrayBytes(message.offlineLogDirs, 16)))
    + (message.cordonedLogDirs === undefined ? 0 : taggedFieldBytes(compactFixedArrayBytes(message.cordonedLogDirs, 16)))
}

/** BrokerHeartbeat response v2. Whether the broker is fenced, caught up and may shut down. */
export interface BrokerHeartbeatResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly isCaughtUp: boolean
  readonly isFenced: boolean
  readonly shouldShutDown: boolean
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function brokerHeartbeatResponseBytes(): number {
  return 10
}
