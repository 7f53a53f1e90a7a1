import type { HostHandle } from './fault-types.ts'
import type { Metric, StoreHandle } from './lane-types.ts'
import type { Duration } from './load-types.ts'

/** A job that runs again and again, maps only: over topics it brings what is new into files, over files of HDFS it counts what it reads. */
export interface MapReduceOptions {
  /** Topics of the lane's Kafka cluster; a map for each partition. */
  readonly topics?: string | readonly string[]
  /** Files and directories of the lane's HDFS, with all below: `'hdfs://namenode/flume'`. Files whose names begin with `_` or `.` are passed over, others are not, written or still being written. */
  readonly paths?: string | readonly string[]
  /** A run begins so often; a turn is left out while the one before still runs. */
  readonly every: Duration
  /** 'import' when not given. */
  readonly name?: string
  /** Machines that run containers, `node-1` and so on; 2 when not given. */
  readonly nodes?: number
  /** When part files appear: 1 with the job, 2 (the default) with each task. */
  readonly 'mapreduce.fileoutputcommitter.algorithm.version'?: 1 | 2
  /** Attempts at a task; 4 when not given. */
  readonly 'mapreduce.map.maxattempts'?: number
  /** What the work on one record takes; nothing when not given. */
  readonly takes?: Duration
  /** Looks at each record's value; what it throws fails the attempt. */
  readonly map?: (value: string) => void
  /** What those who read the output go by: directories with `_SUCCESS`, or every part file that they see. `_SUCCESS` when not given. */
  readonly trusts?: '_SUCCESS' | 'part files'
}

/** A job and the machines that it runs on. */
export interface MapReduceHandle {
  readonly name: string
  /** MAP_INPUT_RECORDS of the last run that has succeeded. */
  readonly recordsRead: Metric
  /** Where the output of a job over topics counts as delivered. */
  readonly writes: (store: StoreHandle) => MapReduceHandle
  /** A machine that runs containers, by number from 1. */
  readonly node: (number: number) => HostHandle
  /** Ends the running job's master, if one runs: the job has failed. */
  readonly killJob: () => void
}
