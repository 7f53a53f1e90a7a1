import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, type Uuid } from './wire-size.ts'

/** An element of `listeners` of the BrokerRegistration request. */
export interface BrokerRegistrationRequestListener {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly securityProtocol: number
}

function brokerRegistrationRequestListenerBytes(entry: BrokerRegistrationRequestListener): number {
  return 5 + compactStringBytes(entry.name) + compactStringBytes(entry.host)
}

/** An element of `features` of the BrokerRegistration request. */
export interface BrokerRegistrationRequestFeature {
  readonly name: string
  readonly minSupportedVersion: number
  readonly maxSupportedVersion: number
}

function brokerRegistrationRequestFeatureBytes(entry: BrokerRegistrationRequestFeature): number {
  return 5 + compactStringBytes(entry.name)
}

/** BrokerRegistration request v4. A broker registers its incarnation with the active controller (KIP-631). */
export interface BrokerRegistrationRequest {
  readonly brokerId: number
  readonly clusterId: string
  readonly incarnationId: Uuid
  readonly listeners: readonly BrokerRegistrationRequestListener[]
  readonly features: readonly BrokerRegistrationRequestFeature[]
  readonly rack: string | null
  readonly isMigratingZkBroker: boolean
  readonly logDirs: readonly Uuid[]
  readonly previousBrokerEpoch: number
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function brokerRegistrationRequestBytes(message: BrokerRegistrationRequest): number {
  return 30
    + compactStringBytes(message.clusterId)
    + compactArrayBytes(message.listeners, brokerRegistrationRequestListenerBytes)
    + compactArrayBytes(message.features, brokerRegistrationRequestFeatureBytes)
    + compactStringBytes(message.rack)
    + compactFixedArrayBytes(message.logDirs, 16)
}

/** BrokerRegistration response v4. The broker epoch. */
export interface BrokerRegistrationResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly brokerEpoch: number
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function brokerRegistrationResponseBytes(): number {
  return 15
}
