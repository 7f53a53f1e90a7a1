import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { StormConfigValue } from '../config/storm-defaults.ts'
import { readTopologyConfig } from '../config/topology-config.ts'
import { StormException } from '../storm-exception.ts'
import { checkTopology, checkTopologyName } from '../topology/check-topology.ts'
import type { StormTopology } from '../topology/topology-builder.ts'
import { TaskPlan } from '../worker/task-plan.ts'
import { RunningTopology } from './running-topology.ts'

/** What is chosen where Storm leaves it open. */
export interface StormTiming {
  /** From a worker's launch until its executors start. */
  readonly workerBootMicros: number
}

/** What a Storm cluster is made from. */
export interface StormClusterOptions {
  /** The machines with a supervisor. */
  readonly supervisors: readonly Host[]
  readonly timing: StormTiming
}

/** Nimbus with its supervisors: takes topologies, and keeps their workers running. Source: org.apache.storm.daemon.nimbus.Nimbus. */
export class StormCluster {
  readonly #lane: Lane
  readonly #options: StormClusterOptions
  readonly #topologies = new Map<string, RunningTopology>()

  constructor(lane: Lane, options: StormClusterOptions) {
    this.#lane = lane
    this.#options = options
  }

  /** Topologies that run, by name. */
  get topologies(): ReadonlyMap<string, RunningTopology> {
    return this.#topologies
  }

  /**
   * Takes a topology and starts its workers.
   * @param destinations destinations of the ledger that it serves
   * @throws StormException WrappedInvalidTopologyException, or WrappedAlreadyAliveException for a name that runs
   */
  submitTopology(name: string, config: Readonly<Record<string, StormConfigValue>>, topology: StormTopology, destinations: () => readonly number[] = () => []): RunningTopology {
    checkTopologyName(name)
    if (this.#topologies.has(name)) throw new StormException('org.apache.storm.utils.WrappedAlreadyAliveException', `${name} is already alive`)
    const read = readTopologyConfig(config)
    checkTopology(topology)
    const { supervisors, timing } = this.#options
    const running = new RunningTopology(this.#lane, { name, config: read, plan: new TaskPlan(topology, read), supervisors, timing, destinations })
    this.#topologies.set(name, running)
    running.start()
    return running
  }
}
