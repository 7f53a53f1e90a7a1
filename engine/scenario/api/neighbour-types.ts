import type { ConnectHandle, ConnectOptions } from './connect-types.ts'
import type { MapReduceHandle, MapReduceOptions } from './mapreduce-types.ts'
import type { StormHandle, StormOptions } from './storm-types.ts'

/** Systems that read the lane's Kafka cluster, or write to it. */
export interface NeighbourKit {
  /** A job that imports topics into files, run by run. */
  readonly mapReduce: (options: MapReduceOptions) => MapReduceHandle
  /** A Storm cluster with one topology. */
  readonly storm: (options?: StormOptions) => StormHandle
  /** A worker of Kafka Connect beside the lane's Kafka cluster. */
  readonly connect: (options: ConnectOptions) => ConnectHandle
}
