import type { RecordRun } from '../../ledger/record-run.ts'
import type { StormException } from '../storm-exception.ts'
import type { StormValue } from '../tuple/storm-value.ts'
import type { Tuple } from '../tuple/tuple.ts'

/** What a spout's emit takes beside the values. */
export interface SpoutEmission {
  /** Without it the tuple is not tracked: neither ack nor fail will come. */
  readonly messageId?: unknown
  readonly stream?: string
  /** The records that the values stand for. */
  readonly runs?: readonly RecordRun[]
}

/** How a spout emits. Source: org.apache.storm.spout.SpoutOutputCollector. */
export interface SpoutOutputCollector {
  /** @returns the tasks that the tuple goes to */
  emit(values: readonly StormValue[], emission?: SpoutEmission): readonly number[]
  emitDirect(task: number, values: readonly StormValue[], emission?: SpoutEmission): void
}

/** Where a task is. Source: org.apache.storm.task.TopologyContext. */
export interface TaskContext {
  readonly component: string
  readonly task: number
  /** Its place among the tasks of its component, from 0. */
  readonly taskIndex: number
  /** Tasks of its component. */
  readonly taskCount: number
}

/**
 * A source of tuples. Everything is called by one thread; `nextTuple` may wait (Kafka's poll does) and calls `done` once,
 * at once or later, with what it has thrown. Source: org.apache.storm.spout.ISpout.
 */
export interface Spout {
  open(collector: SpoutOutputCollector, context: TaskContext): void
  activate?(): void
  nextTuple(done: (error?: StormException) => void): void
  ack(messageId: unknown): void
  fail(messageId: unknown): void
  /** Ends in order, and calls back. */
  close?(done: () => void): void
  /** The worker has died with what the spout held. */
  die?(): void
  /** Records in its hands that have not been emitted. */
  walk?(visit: (run: RecordRun) => void): void
}

/** What a bolt's emit takes beside the values. */
export interface BoltEmission {
  readonly stream?: string
  /** The records that the values stand for; those of the anchors, or of the tuple in hand, when absent. */
  readonly runs?: readonly RecordRun[]
}

/** How a bolt emits and answers. Source: org.apache.storm.task.OutputCollector. */
export interface OutputCollector {
  /** @param anchors none: the tuple is in nobody's tree @returns the tasks that the tuple goes to */
  emit(anchors: readonly Tuple[], values: readonly StormValue[], emission?: BoltEmission): readonly number[]
  emitDirect(task: number, anchors: readonly Tuple[], values: readonly StormValue[], emission?: BoltEmission): void
  ack(tuple: Tuple): void
  fail(tuple: Tuple): void
  /** Asks for the whole time-out again for the trees of a tuple. */
  resetTimeout(tuple: Tuple): void
  /** The books only: the bolt goes on with the tuple later, walks its records until then, and says itself what becomes of them. */
  keep(tuple: Tuple): void
}

/** Takes tuples, one after the other. What `execute` throws ends the worker. Source: org.apache.storm.task.IBolt. */
export interface Bolt {
  /** What the work on one tuple takes, in microseconds; a modelling parameter, 0 when absent. */
  readonly executeMicros?: number
  prepare(collector: OutputCollector, context: TaskContext): void
  execute(tuple: Tuple): void
  /** The worker has died. */
  die?(): void
  /** Records in its hands beside those of the tuple that it executes now. */
  walk?(visit: (run: RecordRun) => void): void
}
