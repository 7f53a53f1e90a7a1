import { compactArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `entity` of the AlterClientQuotas request; `entityName` null is the default of the type. */
export interface ClientQuotaEntityData {
  readonly entityType: string
  readonly entityName: string | null
}

function clientQuotaEntityDataBytes(entry: ClientQuotaEntityData): number {
  return 1 + compactStringBytes(entry.entityType) + compactStringBytes(entry.entityName)
}

/** An element of `ops` of the AlterClientQuotas request. */
export interface ClientQuotaOpData {
  readonly key: string
  readonly value: number
  readonly remove: boolean
}

function clientQuotaOpDataBytes(entry: ClientQuotaOpData): number {
  return 10 + compactStringBytes(entry.key)
}

/** An element of `entries` of the AlterClientQuotas request. */
export interface AlterClientQuotasRequestEntryData {
  readonly entity: readonly ClientQuotaEntityData[]
  readonly ops: readonly ClientQuotaOpData[]
}

function alterClientQuotasRequestEntryDataBytes(entry: AlterClientQuotasRequestEntryData): number {
  return 1 + compactArrayBytes(entry.entity, clientQuotaEntityDataBytes) + compactArrayBytes(entry.ops, clientQuotaOpDataBytes)
}

/** AlterClientQuotas request v1. Sets and removes quotas of users and client ids (KIP-546). */
export interface AlterClientQuotasRequest {
  readonly entries: readonly AlterClientQuotasRequestEntryData[]
  readonly validateOnly: boolean
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function alterClientQuotasRequestBytes(message: AlterClientQuotasRequest): number {
  return 2 + compactArrayBytes(message.entries, alterClientQuotasRequestEntryDataBytes)
}

/** An element of `entries` of the AlterClientQuotas response. */
export interface AlterClientQuotasResponseEntryData {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly entity: readonly ClientQuotaEntityData[]
}

function alterClientQuotasResponseEntryDataBytes(entry: AlterClientQuotasResponseEntryData): number {
  return 3 + compactStringBytes(entry.errorMessage) + compactArrayBytes(entry.entity, clientQuotaEntityDataBytes)
}

/** AlterClientQuotas response v1. Result per entity. */
export interface AlterClientQuotasResponse {
  readonly throttleTimeMs: number
  readonly entries: readonly AlterClientQuotasResponseEntryData[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function alterClientQuotasResponseBytes(message: AlterClientQuotasResponse): number {
  return 5 + compactArrayBytes(message.entries, alterClientQuotasResponseEntryDataBytes)
}
