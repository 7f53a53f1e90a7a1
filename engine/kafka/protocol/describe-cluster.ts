import { compactArrayBytes, compactStringBytes } from './wire-size.ts'

/** DescribeCluster request v2. Brokers of the cluster (KIP-700). */
export interface DescribeClusterRequest {
  readonly includeClusterAuthorizedOperations: boolean
  readonly endpointType: number
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function describeClusterRequestBytes(): number {
  return 3
}

/** An element of `brokers` of the DescribeCluster response. */
export interface DescribeClusterBroker {
  readonly brokerId: number
  readonly host: string
  readonly port: number
  readonly rack: string | null
}

function describeClusterBrokerBytes(entry: DescribeClusterBroker): number {
  return 9 + compactStringBytes(entry.host) + compactStringBytes(entry.rack)
}

/** DescribeCluster response v2. Brokers, controller and cluster id. */
export interface DescribeClusterResponse {
  readonly throttleTimeMs: number
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly endpointType: number
  readonly clusterId: string
  readonly controllerId: number
  readonly brokers: readonly DescribeClusterBroker[]
  readonly clusterAuthorizedOperations: number
}

/** Bytes of the body on the wire (version 2), header excluded. */
export function describeClusterResponseBytes(message: DescribeClusterResponse): number {
  return 16
    + compactStringBytes(message.errorMessage)
    + compactStringBytes(message.clusterId)
    + compactArrayBytes(message.brokers, describeClusterBrokerBytes)
}
