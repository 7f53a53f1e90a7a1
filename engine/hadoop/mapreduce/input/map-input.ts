import type { RecordRun } from '../../../ledger/record-run.ts'
import type { Process } from '../../../sim/process.ts'
import type { Flow } from '../../flow.ts'

/** One record that a mapper gets. */
export interface MapInput {
  readonly value: string
  /** The records of the run that it is. */
  readonly runs: readonly RecordRun[]
}

/** What one map task reads. */
export interface InputSplit {
  /** Where it comes from, for logs: a file with its range, a partition with its offsets. */
  readonly name: string
  /** Bytes, or whatever the larger splits have more of. */
  readonly length: number
  /** @param task the process that reads; undefined in a job of one process whose files answer at once */
  read(task: Process | undefined): Flow<readonly MapInput[]>
}

/** Where a job's input comes from. Source: org.apache.hadoop.mapreduce.InputFormat. */
export interface InputFormat {
  /** @throws HadoopException when the input is not as it must be */
  splits(): Flow<readonly InputSplit[]>
}
