import { compactArrayBytes, compactStringBytes } from './wire-size.ts'

/** An element of `resources` of the DescribeConfigs request. */
export interface DescribeConfigsResource {
  readonly resourceType: number
  readonly resourceName: string
  readonly configurationKeys: readonly string[] | null
}

function describeConfigsResourceBytes(entry: DescribeConfigsResource): number {
  return 2 + compactStringBytes(entry.resourceName) + compactArrayBytes(entry.configurationKeys, compactStringBytes)
}

/** DescribeConfigs request v4. Configurations of topics (2), brokers (4) and others; `configurationKeys: null` asks for all. */
export interface DescribeConfigsRequest {
  readonly resources: readonly DescribeConfigsResource[]
  readonly includeSynonyms: boolean
  readonly includeDocumentation: boolean
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function describeConfigsRequestBytes(message: DescribeConfigsRequest): number {
  return 3 + compactArrayBytes(message.resources, describeConfigsResourceBytes)
}

/** An element of `synonyms` of the DescribeConfigs response. */
export interface DescribeConfigsSynonym {
  readonly name: string
  readonly value: string | null
  readonly source: number
}

function describeConfigsSynonymBytes(entry: DescribeConfigsSynonym): number {
  return 2 + compactStringBytes(entry.name) + compactStringBytes(entry.value)
}

/** An element of `configs` of the DescribeConfigs response. */
export interface DescribeConfigsResourceResult {
  readonly name: string
  readonly value: string | null
  readonly readOnly: boolean
  readonly configSource: number
  readonly isSensitive: boolean
  readonly synonyms: readonly DescribeConfigsSynonym[]
  readonly configType: number
  readonly documentation: string | null
}

function describeConfigsResourceResultBytes(entry: DescribeConfigsResourceResult): number {
  return 5
    + compactStringBytes(entry.name)
    + compactStringBytes(entry.value)
    + compactArrayBytes(entry.synonyms, describeConfigsSynonymBytes)
    + compactStringBytes(entry.documentation)
}

/** An element of `results` of the DescribeConfigs response. */
export interface DescribeConfigsResult {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly DescribeConfigsResourceResult[]
}

function describeConfigsResultBytes(entry: DescribeConfigsResult): number {
  return 4
    + compactStringBytes(entry.errorMessage)
    + compactStringBytes(entry.resourceName)
    + compactArrayBytes(entry.configs, describeConfigsResourceResultBytes)
}

/** DescribeConfigs response v4. Values with their source and synonyms. */
export interface DescribeConfigsResponse {
  readonly throttleTimeMs: number
  readonly results: readonly DescribeConfigsResult[]
}

/** Bytes of the body on the wire (version 4), header excluded. */
export function describeConfigsResponseBytes(message: DescribeConfigsResponse): number {
  return 5 + compactArrayBytes(message.results, describeConfigsResultBytes)
}
