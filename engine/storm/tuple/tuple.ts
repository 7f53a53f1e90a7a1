import type { RecordRun } from '../../ledger/record-run.ts'
import type { StormValue } from './storm-value.ts'

/** The trees that a tuple belongs to: the id of each root with the XOR of the tuple's edges in that tree. Source: org.apache.storm.tuple.MessageId. */
export type AnchorsToIds = ReadonlyMap<bigint, bigint>

/** The stream of tuples that name none. Source: org.apache.storm.utils.Utils.DEFAULT_STREAM_ID. */
export const defaultStreamId = 'default'

/** One tuple as a task receives it. Source: org.apache.storm.tuple.TupleImpl. */
export class Tuple {
  readonly sourceComponent: string
  readonly sourceTask: number
  readonly stream: string
  readonly values: readonly StormValue[]
  readonly anchorsToIds: AnchorsToIds
  /** The records of the run that it was made of. */
  readonly runs: readonly RecordRun[]
  /** XOR of the edges to the tuples that were anchored to it before it was acked. */
  ackValue = 0n

  constructor(made: Pick<Tuple, 'sourceComponent' | 'sourceTask' | 'stream' | 'values' | 'anchorsToIds' | 'runs'>) {
    this.sourceComponent = made.sourceComponent
    this.sourceTask = made.sourceTask
    this.stream = made.stream
    this.values = made.values
    this.anchorsToIds = made.anchorsToIds
    this.runs = made.runs
  }
}
