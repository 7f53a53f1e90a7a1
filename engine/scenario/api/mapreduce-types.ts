import type { HostHandle } from './fault-types.ts'
import type { StoreHandle } from './lane-types.ts'
import type { Duration } from './load-types.ts'

/** A job that brings a topic's new records into files, again and again: maps only, one for each partition. */
export interface MapReduceOptions {
  readonly topics: string | readonly string[]
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
  /** Where its output counts as delivered. */
  readonly writes: (store: StoreHandle) => MapReduceHandle
  /** A machine that runs containers, by number from 1. */
  readonly node: (number: number) => HostHandle
  /** Ends the running job's master, if one runs: the job has failed. */
  readonly killJob: () => void
}
