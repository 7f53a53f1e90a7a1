import { API_KEYS_TABLE, type ApiKeyRow } from './api-keys-table.ts'

/** Name of any API of Kafka 4.3, simulated or not. */
export type ApiKeyName = keyof typeof API_KEYS_TABLE

/** Oldest and newest version of an API, both included. */
export type VersionRange = readonly [oldest: number, latest: number]

/** What Kafka says about one API. */
export interface ApiKey extends ApiKeyRow {
  readonly name: ApiKeyName
  /** The constant's name in ApiKeys. */
  readonly enumName: string
}

/** All APIs in the order of their keys. */
export const API_KEY_NAMES: readonly ApiKeyName[] = Object.keys(API_KEYS_TABLE).filter(isApiKeyName)

/** The row of the API called `name`. */
export function apiKey(name: ApiKeyName): ApiKey {
  return { ...API_KEYS_TABLE[name], name, enumName: enumNameOf(name) }
}

/**
 * The versions that a node offers in its ApiVersions response; null when it does not answer the API.
 * A broker says 0 for the oldest Produce version, for old librdkafka clients (KAFKA-18659).
 */
export function advertisedVersions(name: ApiKeyName, listener: 'broker' | 'controller'): VersionRange | null {
  const row: ApiKeyRow = API_KEYS_TABLE[name]
  if (row.versions === null || !row.listeners.includes(listener === 'broker' ? 'B' : 'C')) return null
  return name === 'Produce' ? [0, row.versions[1]] : row.versions
}

/** Version of the request header that goes with version `apiVersion` of the API (2 has tagged fields). */
export function requestHeaderVersion(name: ApiKeyName, apiVersion: number): 1 | 2 {
  return isFlexible(name, apiVersion) ? 2 : 1
}

/** Version of the response header; ApiVersions always answers with 0, so that any client can read it (KIP-511). */
export function responseHeaderVersion(name: ApiKeyName, apiVersion: number): 0 | 1 {
  return name !== 'ApiVersions' && isFlexible(name, apiVersion) ? 1 : 0
}

function isFlexible(name: ApiKeyName, apiVersion: number): boolean {
  const { flexibleFrom } = API_KEYS_TABLE[name]
  return flexibleFrom !== null && apiVersion >= flexibleFrom
}

function isApiKeyName(name: string): name is ApiKeyName {
  return name in API_KEYS_TABLE
}

function enumNameOf(name: string): string {
  return name.replace(/(?!^)([A-Z])/g, '_$1').toUpperCase()
}
