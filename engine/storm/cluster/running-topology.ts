import type { Lane } from '../../ledger/lane.ts'
import type { Host } from '../../sim/host.ts'
import type { TopologyConfig } from '../config/topology-config.ts'
import { stormDefaults } from '../config/storm-defaults.ts'
import { StormWorker } from '../worker/storm-worker.ts'
import type { PlannedExecutor, TaskPlan } from '../worker/task-plan.ts'
import type { WorkerAddress } from '../worker/worker-link.ts'
import type { StormTiming } from './storm-cluster.ts'

/** What a running topology is made from. */
export interface RunningTopologyOptions {
  readonly name: string
  readonly config: TopologyConfig
  readonly plan: TaskPlan
  readonly supervisors: readonly Host[]
  /** Destinations of the ledger that it serves. */
  readonly destinations: () => readonly number[]
  readonly timing: StormTiming
}

/** The first of supervisor.slots.ports. */
const firstPort = 6700
const slotsPerSupervisor = 4
const monitorMicros = stormDefaults['supervisor.monitor.frequency.secs'] * 1_000_000
const nimbusMicros = stormDefaults['nimbus.monitor.freq.secs'] * 1_000_000
const taskTimeoutMicros = stormDefaults['nimbus.task.timeout.secs'] * 1_000_000

interface Slot {
  readonly worker: StormWorker
  executors: readonly PlannedExecutor[]
  /** Since when nimbus has heard nothing from it; undefined while it does. */
  silentSinceMicros: number | undefined
}

/**
 * A topology with its workers. A supervisor launches a worker of its machine again when it finds it gone; nimbus gives
 * the executors of a worker that has been silent for nimbus.task.timeout.secs to another slot.
 * Source: org.apache.storm.daemon.supervisor.Slot and org.apache.storm.scheduler.EvenScheduler.
 */
export class RunningTopology {
  readonly #lane: Lane
  readonly #options: RunningTopologyOptions
  readonly #slots: Slot[] = []
  #addressOfTask = new Map<number, WorkerAddress>()

  constructor(lane: Lane, options: RunningTopologyOptions) {
    this.#lane = lane
    this.#options = options
  }

  /** Its workers, those that nimbus has given up included. */
  get workers(): readonly StormWorker[] {
    return this.#slots.map(({ worker }) => worker)
  }

  /** Spreads the executors over as many slots as topology.workers asks for, and launches the workers. */
  start(): void {
    const { plan, config, supervisors } = this.#options
    const count = Math.max(1, Math.min(config.workers, plan.executors.length, supervisors.length * slotsPerSupervisor))
    const shares = Array.from({ length: count }, (_, worker) => plan.executors.filter((__, index) => index % count === worker))
    for (const share of shares) {
      const address = this.#freeAddress(supervisors)
      if (address !== undefined) this.#launch(address, share)
    }
    this.#assign()
    this.#watch()
  }

  #launch(address: WorkerAddress, executors: readonly PlannedExecutor[]): void {
    const { name, plan, config, timing, destinations } = this.#options
    const worker = new StormWorker({
      lane: this.#lane, address, topologyName: name, plan, config, destinations, bootMicros: timing.workerBootMicros,
      executors: () => slot.executors,
      addressOf: (task) => this.#addressOfTask.get(task),
    })
    const slot: Slot = { worker, executors, silentSinceMicros: undefined }
    this.#slots.push(slot)
    worker.process.onEnd(() => { this.#relaunch(slot) })
    worker.process.start('launched by the supervisor')
  }

  /** The supervisor looks after its workers now and then; with its machine it goes down and comes back. */
  #relaunch(slot: Slot): void {
    const { process } = slot.worker
    const delayMicros = this.#lane.simulation.random(`${process.name}/supervisor`).nextInt(monitorMicros)
    const again = (): void => { if (slot.executors.length > 0) process.start('launched again by the supervisor') }
    if (process.host.hasPower) this.#lane.simulation.after(delayMicros, process, again)
    else {
      const stop = process.host.onPower((hasPower) => {
        if (!hasPower) return
        stop()
        this.#lane.simulation.after(delayMicros, process, again)
      })
    }
  }

  /** Nimbus looks at the heartbeats. */
  #watch(): void {
    const { simulation } = this.#lane
    const [owner] = this.workers
    if (owner === undefined) return
    simulation.after(nimbusMicros, owner.process, () => {
      for (const slot of this.#slots) {
        if (slot.worker.process.host.hasPower) slot.silentSinceMicros = undefined
        else slot.silentSinceMicros ??= simulation.nowMicros
        const { silentSinceMicros, executors } = slot
        if (silentSinceMicros === undefined || executors.length === 0 || simulation.nowMicros - silentSinceMicros < taskTimeoutMicros) continue
        const address = this.#freeAddress(this.#options.supervisors.filter(({ hasPower }) => hasPower))
        if (address === undefined) continue
        slot.executors = []
        this.#launch(address, executors)
        this.#assign()
      }
      this.#watch()
    })
  }

  #assign(): void {
    this.#addressOfTask = new Map(this.#slots.flatMap(({ worker, executors }) =>
      executors.flatMap(({ tasks }) => tasks.map(({ task }) => [task, worker.address] as const))))
  }

  /** A slot on the machine that has the fewest workers. */
  #freeAddress(hosts: readonly Host[]): WorkerAddress | undefined {
    const usedOn = (host: Host): number => this.#slots.filter(({ worker }) => worker.address.host === host).length
    const [host] = [...hosts].sort((left, right) => usedOn(left) - usedOn(right))
    return host === undefined || usedOn(host) >= slotsPerSupervisor ? undefined : { host, port: firstPort + usedOn(host) }
  }
}
