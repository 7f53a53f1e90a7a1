import { compactArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `configs` of the IncrementalAlterConfigs request. */
export interface IncrementalAlterConfigsRequestAlterableConfig {
  readonly name: string
  readonly configOperation: number
  readonly value: string | null
}

function incrementalAlterConfigsRequestAlterableConfigBytes(entry: IncrementalAlterConfigsRequestAlterableConfig): number {
  return 2 + compactStringBytes(entry.name) + compactStringBytes(entry.value)
}

/** An element of `resources` of the IncrementalAlterConfigs request. */
export interface IncrementalAlterConfigsRequestAlterConfigsResource {
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly IncrementalAlterConfigsRequestAlterableConfig[]
}

function incrementalAlterConfigsRequestAlterConfigsResourceBytes(entry: IncrementalAlterConfigsRequestAlterConfigsResource): number {
  return 2
    + compactStringBytes(entry.resourceName)
    + compactArrayBytes(entry.configs, incrementalAlterConfigsRequestAlterableConfigBytes)
}

/** IncrementalAlterConfigs request v1. Set (0), delete (1), append (2), subtract (3) of configuration values (KIP-339). */
export interface IncrementalAlterConfigsRequest {
  readonly resources: readonly IncrementalAlterConfigsRequestAlterConfigsResource[]
  readonly validateOnly: boolean
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function incrementalAlterConfigsRequestBytes(message: IncrementalAlterConfigsRequest): number {
  return 2 + compactArrayBytes(message.resources, incrementalAlterConfigsRequestAlterConfigsResourceBytes)
}

/** An element of `responses` of the IncrementalAlterConfigs response. */
export interface IncrementalAlterConfigsResponseAlterConfigsResourceResponse {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
}

function incrementalAlterConfigsResponseAlterConfigsResourceResponseBytes(entry: IncrementalAlterConfigsResponseAlterConfigsResourceResponse): number {
  return 4 + compactStringBytes(entry.errorMessage) + compactStringBytes(entry.resourceName)
}

/** IncrementalAlterConfigs response v1. Result per resource. */
export interface IncrementalAlterConfigsResponse {
  readonly throttleTimeMs: number
  readonly responses: readonly IncrementalAlterConfigsResponseAlterConfigsResourceResponse[]
}

/** Bytes of the body on the wire (version 1), header excluded. */
export function incrementalAlterConfigsResponseBytes(message: IncrementalAlterConfigsResponse): number {
  return 5 + compactArrayBytes(message.responses, incrementalAlterConfigsResponseAlterConfigsResourceResponseBytes)
}
