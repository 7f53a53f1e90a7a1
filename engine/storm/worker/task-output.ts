import type { RecordRun } from '../../ledger/record-run.ts'
import type { RandomStream } from '../../sim/random-stream.ts'
import { createGrouper, type Grouper } from '../grouping/grouper.ts'
import { illegalArgument } from '../storm-exception.ts'
import type { TaskContext } from '../topology/component.ts'
import type { StormValue } from '../tuple/storm-value.ts'
import { Tuple, type AnchorsToIds } from '../tuple/tuple.ts'
import type { Payload } from './receive-queue.ts'
import type { TaskPlan } from './task-plan.ts'

/** What a task's output needs of its worker. */
export interface OutputGround {
  readonly plan: TaskPlan
  readonly isLoadAware: boolean
  send(task: number, payload: Payload): void
  /** Those of the tasks that live in this worker. */
  localOf(tasks: readonly number[]): readonly number[]
  loadOf(task: number): number
}

/** A tuple that is sent, without its trees. */
export interface Outgoing {
  readonly stream: string
  readonly values: readonly StormValue[]
  readonly runs: readonly RecordRun[]
}

/** Where the tuples of one task go. Source: org.apache.storm.daemon.Task. */
export class TaskOutput {
  readonly context: TaskContext
  readonly #ground: OutputGround
  readonly #random: RandomStream
  readonly #groupers = new Map<string, readonly Grouper[]>()

  constructor(ground: OutputGround, context: TaskContext, random: RandomStream) {
    this.#ground = ground
    this.context = context
    this.#random = random
  }

  /** A random id of a root or an edge: 64 bits, not 0. Source: org.apache.storm.tuple.MessageId.generateId. */
  newId(): bigint {
    return (BigInt(this.#random.nextUint32()) << 32n) | BigInt(this.#random.nextUint32() || 1)
  }

  /** The tasks that get a tuple of a stream. @throws StormException IllegalArgumentException for a stream or a number of values that was not declared */
  targets(stream: string, values: readonly StormValue[]): readonly number[] {
    const groupers = this.#groupers.get(stream) ?? this.#prepare(stream)
    const { fields } = this.#ground.plan.streamOf(this.context.component, stream)
    if (fields.names.length !== values.length) {
      throw illegalArgument(`Tuple created with wrong number of fields. Expected ${fields.names.length} fields but got ${values.length} fields`)
    }
    return groupers.flatMap((choose) => choose(values))
  }

  /** Sends a tuple to a task. */
  send(task: number, { stream, values, runs }: Outgoing, anchorsToIds: AnchorsToIds): void {
    const { component, task: sourceTask } = this.context
    this.#ground.send(task, new Tuple({ sourceComponent: component, sourceTask, stream, values, runs, anchorsToIds }))
  }

  /** Tells the acker of a tree. */
  tellAcker(root: bigint, payload: Payload): void {
    const task = this.#ground.plan.ackerOf(root)
    if (task !== undefined) this.#ground.send(task, payload)
  }

  #prepare(stream: string): readonly Grouper[] {
    const { plan, isLoadAware } = this.#ground
    const { component } = this.context
    const { fields } = plan.streamOf(component, stream)
    const groupers = plan.targetsOf(component, stream).map((target) => {
      const targetTasks = plan.tasksOf(target.component)
      return createGrouper(target.grouping, {
        fields, targetTasks, random: this.#random, isLoadAware,
        localTasks: () => this.#ground.localOf(targetTasks),
        loadOf: (task) => this.#ground.loadOf(task),
      })
    })
    this.#groupers.set(stream, groupers)
    return groupers
  }
}
