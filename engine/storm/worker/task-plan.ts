import type { TopologyConfig } from '../config/topology-config.ts'
import type { Grouping } from '../grouping/grouping.ts'
import { StormException } from '../storm-exception.ts'
import type { TaskContext } from '../topology/component.ts'
import type { DeclaredBolt, DeclaredSpout, DeclaredStream, StormTopology } from '../topology/topology-builder.ts'

/** The component of the ackers. Source: org.apache.storm.daemon.Acker.ACKER_COMPONENT_ID. */
const ackerComponent = '__acker'

/** One thread of a worker, with its tasks. */
export type PlannedExecutor = { readonly tasks: readonly TaskContext[] } & (
  | { readonly kind: 'acker' }
  | { readonly kind: 'spout'; readonly declared: DeclaredSpout }
  | { readonly kind: 'bolt'; readonly declared: DeclaredBolt }
)

/** A bolt that a stream goes to. */
export interface StreamTarget {
  readonly component: string
  readonly grouping: Grouping
}

/**
 * The numbers of a topology's tasks, and who gets what from whom. Tasks are numbered from 1 in the order of the components'
 * names, ackers first. Source: org.apache.storm.daemon.StormCommon.stormTaskInfo.
 */
export class TaskPlan {
  readonly topology: StormTopology
  readonly executors: readonly PlannedExecutor[]
  readonly #tasks = new Map<string, readonly TaskContext[]>()

  constructor(topology: StormTopology, config: TopologyConfig) {
    this.topology = topology
    const components = [
      { id: ackerComponent, kind: 'acker' as const, parallelism: config.ackerExecutors, tasks: config.ackerExecutors },
      ...topology.spouts.map((declared) => ({ ...declared, kind: 'spout' as const, declared })),
      ...topology.bolts.map((declared) => ({ ...declared, kind: 'bolt' as const, declared })),
    ].sort((left, right) => (left.id < right.id ? -1 : 1))
    let next = 1
    const executors: PlannedExecutor[] = []
    for (const component of components) {
      const tasks = Array.from({ length: component.tasks }, (_, taskIndex) => ({ component: component.id, task: next + taskIndex, taskIndex, taskCount: component.tasks }))
      next += component.tasks
      this.#tasks.set(component.id, tasks)
      const count = Math.min(component.parallelism, component.tasks)
      for (let index = 0; index < count; index++) {
        const own = { tasks: tasks.slice(Math.floor((index * tasks.length) / count), Math.floor(((index + 1) * tasks.length) / count)) }
        if (component.kind === 'acker') executors.push({ kind: 'acker', ...own })
        else if (component.kind === 'spout') executors.push({ kind: 'spout', declared: component.declared, ...own })
        else executors.push({ kind: 'bolt', declared: component.declared, ...own })
      }
    }
    this.executors = executors
  }

  /** Numbers of a component's tasks, ascending. */
  tasksOf(component: string): readonly number[] {
    return (this.#tasks.get(component) ?? []).map(({ task }) => task)
  }

  /** The acker's task that keeps a tree; undefined without ackers. */
  ackerOf(root: bigint): number | undefined {
    const tasks = this.tasksOf(ackerComponent)
    return tasks[Number(root % BigInt(Math.max(1, tasks.length)))]
  }

  /** A stream as its component declares it. @throws StormException IllegalArgumentException when it declares none of that name */
  streamOf(component: string, stream: string): DeclaredStream {
    const declared = [...this.topology.spouts, ...this.topology.bolts].find(({ id }) => id === component)?.streams.get(stream)
    if (declared === undefined) throw new StormException('java.lang.IllegalArgumentException', `Unknown stream ID: ${stream}`)
    return declared
  }

  /** The bolts that a stream goes to, in the order in which they were declared. */
  targetsOf(component: string, stream: string): readonly StreamTarget[] {
    return this.topology.bolts.flatMap(({ id, subscriptions }) => subscriptions
      .filter((one) => one.from === component && one.stream === stream)
      .map(({ grouping }) => ({ component: id, grouping })))
  }
}
