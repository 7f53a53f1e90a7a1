import { compactArrayBytes, compactFixedArrayBytes, compactStringBytes, taggedFieldBytes } from './wire-size.ts'

/** ApiVersions request v4. First request on a connection (KIP-511). */
export interface ApiVersionsRequest {
  readonly clientSoftwareName: string
  readonly clientSoftwareVersion: string
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function apiVersionsRequestBytes(message: ApiVersionsRequest): number {
  return 1 + compactStringBytes(message.clientSoftwareName) + compactStringBytes(message.clientSoftwareVersion)
}

/** An element of `apiKeys` of the ApiVersions response. */
export interface ApiVersion {
  readonly apiKey: number
  readonly minVersion: number
  readonly maxVersion: number
}

const API_VERSION_BYTES = 7

/** An element of `supportedFeatures` of the ApiVersions response. */
export interface ApiVersionsResponseSupportedFeatureKey {
  readonly name: string
  readonly minVersion: number
  readonly maxVersion: number
}

function apiVersionsResponseSupportedFeatureKeyBytes(entry: ApiVersionsResponseSupportedFeatureKey): number {
  return 5 + compactStringBytes(entry.name)
}

/** An element of `finalizedFeatures` of the ApiVersions response. */
export interface ApiVersionsResponseFinalizedFeatureKey {
  readonly name: string
  readonly maxVersionLevel: number
  readonly minVersionLevel: number
}

function apiVersionsResponseFinalizedFeatureKeyBytes(entry: ApiVersionsResponseFinalizedFeatureKey): number {
  return 5 + compactStringBytes(entry.name)
}

/** ApiVersions response v4. Version ranges and features. */
export interface ApiVersionsResponse {
  readonly errorCode: number
  readonly apiKeys: readonly ApiVersion[]
  readonly throttleTimeMs: number
  readonly supportedFeatures?: readonly ApiVersionsResponseSupportedFeatureKey[]
  readonly finalizedFeaturesEpoch?: number
  readonly finalizedFeatures?: readonly ApiVersionsResponseFinalizedFeatureKey[]
  readonly zkMigrationReady?: boolean
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function apiVersionsResponseBytes(message: ApiVersionsResponse): number {
  return 7
    + compactFixedArrayBytes(message.apiKeys, API_VERSION_BYTES)
    + (message.supportedFeatures === undefined ? 0 : taggedFieldBytes(compactArrayBytes(message.supportedFeatures, apiVersionsResponseSupportedFeatureKeyBytes)))
    + (message.finalizedFeaturesEpoch === undefined ? 0 : taggedFieldBytes(8))
    + (message.finalizedFeatures === undefined ? 0 : taggedFieldBytes(compactArrayBytes(message.finalizedFeatures, apiVersionsResponseFinalizedFeatureKeyBytes)))
    + (message.zkMigrationReady === undefined ? 0 : taggedFieldBytes(1))
}
