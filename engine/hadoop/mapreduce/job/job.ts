import type { RecordRun } from '../../../ledger/record-run.ts'
import type { MapInput } from '../input/map-input.ts'

/** A pair between map and reduce, or in the output, with the records that it is made of. */
export interface KeyValue {
  readonly key: string
  readonly value: string
  readonly runs: readonly RecordRun[]
}

/** What a job does. Source: org.apache.hadoop.mapreduce.Mapper and Reducer. */
export interface JobCode {
  /** @throws HadoopException what ends the task attempt */
  readonly map: (input: MapInput, emit: (key: string, value: string) => void) => void
  /** Absent: pairs go out as they are. @throws HadoopException what ends the task attempt */
  readonly reduce?: (key: string, values: readonly string[], emit: (key: string, value: string) => void) => void
  /** Runs on each map's sorted output. */
  readonly combine?: (key: string, values: readonly string[], emit: (key: string, value: string) => void) => void
}

/** Counts of a job by their names. Source: org.apache.hadoop.mapreduce.TaskCounter. */
export type JobCounters = Record<TaskCounter, number>

/** The counters that are kept. */
export type TaskCounter =
  | 'MAP_INPUT_RECORDS' | 'MAP_OUTPUT_RECORDS' | 'COMBINE_INPUT_RECORDS' | 'COMBINE_OUTPUT_RECORDS'
  | 'REDUCE_INPUT_GROUPS' | 'REDUCE_INPUT_RECORDS' | 'REDUCE_OUTPUT_RECORDS'

/** Counters of a job that has done nothing. */
export function noCounts(): JobCounters {
  return {
    MAP_INPUT_RECORDS: 0, MAP_OUTPUT_RECORDS: 0, COMBINE_INPUT_RECORDS: 0, COMBINE_OUTPUT_RECORDS: 0,
    REDUCE_INPUT_GROUPS: 0, REDUCE_INPUT_RECORDS: 0, REDUCE_OUTPUT_RECORDS: 0,
  }
}
