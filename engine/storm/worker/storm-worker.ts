import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Process, ProcessEnd, Program } from '../../sim/process.ts'
import type { Track } from '../../sim/recorder.ts'
import type { TopologyConfig } from '../config/topology-config.ts'
import type { StormException } from '../storm-exception.ts'
import { AckerExecutor } from './acker-executor.ts'
import { BoltExecutor } from './bolt-executor.ts'
import type { Executor } from './executor.ts'
import type { Payload } from './receive-queue.ts'
import { SpoutExecutor } from './spout-executor.ts'
import { TaskOutput } from './task-output.ts'
import type { PlannedExecutor, TaskPlan } from './task-plan.ts'
import { WorkerLink, type TupleBatch, type WorkerAddress } from './worker-link.ts'

/** What a worker is made from. */
export interface StormWorkerOptions {
  readonly lane: Lane
  readonly address: WorkerAddress
  /** From the supervisor's launch until the executors start: a JVM, and the topology's code. */
  readonly bootMicros: number
  readonly topologyName: string
  readonly plan: TaskPlan
  readonly config: TopologyConfig
  /** Destinations of the ledger that the topology serves. */
  readonly destinations: () => readonly number[]
  /** The executors that are assigned to this worker now. */
  readonly executors: () => readonly PlannedExecutor[]
  /** Where a task lives now; undefined while it is nowhere. */
  readonly addressOf: (task: number) => WorkerAddress | undefined
}

/** A worker process: some of a topology's executors, and the connections to the other workers. Source: org.apache.storm.daemon.worker.Worker. */
export class StormWorker implements Program {
  readonly process: Process
  readonly address: WorkerAddress
  readonly #options: StormWorkerOptions
  readonly #pendingTrack: Track
  /** With what its last life ended of itself; undefined when it has not, or runs again. */
  exitCode: number | undefined
  #executors: Executor[] = []
  #byTask = new Map<number, Executor>()
  #links = new Map<string, WorkerLink>()

  constructor(options: StormWorkerOptions) {
    const { lane, address, bootMicros, topologyName } = options
    this.#options = options
    this.address = address
    this.process = address.host.process(this, { name: `worker-${address.port}`, bootMicros, startsWithHost: false })
    this.#pendingTrack = lane.simulation.recorder.track(`${this.process.name}/spouts`, 'pending tuples', 'number')
    lane.topology.node({ id: this.process.name, kind: 'process', label: `${topologyName} on ${address.port}`, parent: address.host.name })
    lane.ledger.addHolder({ place: this.process.name, destinations: options.destinations, walk: (visit) => { this.#walk(visit) } })
  }

  onStart(): void {
    const { lane, address, config } = this.#options
    this.exitCode = undefined
    this.#executors = this.#options.executors().map((planned) => this.#executor(planned))
    this.#byTask = new Map(this.#executors.flatMap((executor) => executor.tasks.map((task) => [task, executor] as const)))
    lane.network.listen<never, TupleBatch>(this.process, address.port, () => ({
      onMessage: ({ entries }) => { for (const { task, payload } of entries) this.#receive(task, payload) },
    }))
    for (const executor of this.#executors) executor.start()
    if (config.enablesMessageTimeouts) this.#tick()
  }

  onTerminate(): void {
    let open = this.#executors.length + 1
    const closed = (): void => {
      open--
      if (open === 0) this.process.exit()
    }
    for (const executor of this.#executors) executor.close(closed)
    closed()
  }

  onEnd(end: ProcessEnd): void {
    const { lane } = this.#options
    const cause = `the worker ended (${end}) with it in memory`
    this.#walk((run) => { lane.ledger.copyEnded(run, { fate: 'lost', place: this.process.name, cause, destinations: this.#options.destinations() }) })
    for (const executor of this.#executors) executor.die()
    this.#executors = []
    this.#byTask = new Map()
    this.#links = new Map()
    lane.simulation.recorder.set(this.#pendingTrack, 0, end)
  }

  /** topology.message.timeout.secs have passed: spouts and ackers turn their maps. */
  #tick(): void {
    this.process.after(this.#options.config.messageTimeoutSecs * 1_000_000, () => {
      for (const executor of this.#executors) executor.rotate()
      this.#tick()
    })
  }

  #executor(planned: PlannedExecutor): Executor {
    const { lane, config } = this.#options
    const { process } = this
    const send = (task: number, payload: Payload): void => { this.#send(task, payload) }
    const outputs = new Map(planned.tasks.map((context) => [context.task, this.#output(context, send)]))
    const outputOf = (task: number): TaskOutput => {
      const output = outputs.get(task)
      if (output === undefined) throw new RangeError(`task ${task} is not of this executor`)
      return output
    }
    if (planned.kind === 'acker') return new AckerExecutor(process, planned.tasks.map(({ task }) => task), send)
    if (planned.kind === 'bolt') return new BoltExecutor({ lane, process, destinations: this.#options.destinations, planned, outputOf, onThrown: (component, error) => { this.#die(component, error) } })
    return new SpoutExecutor({
      process, planned, config, outputOf,
      onThrown: (component, error) => { this.#die(component, error) },
      isCongested: () => this.#executors.some(({ queueLength }) => queueLength >= config.receiveBufferSize),
      onPending: (pending) => { lane.simulation.recorder.set(this.#pendingTrack, pending, planned.declared.id) },
    })
  }

  #output(context: PlannedExecutor['tasks'][number], send: (task: number, payload: Payload) => void): TaskOutput {
    const { lane, plan, config } = this.#options
    return new TaskOutput({
      plan, isLoadAware: config.isLoadAware, send,
      localOf: (tasks) => tasks.filter((task) => this.#byTask.has(task)),
      loadOf: (task) => (this.#byTask.get(task)?.queueLength ?? 0) / config.receiveBufferSize,
    }, context, lane.simulation.random(`${this.process.name}/${context.component}-${context.task}`))
  }

  #send(task: number, payload: Payload): void {
    const local = this.#byTask.get(task)
    if (local !== undefined) {
      local.receive({ task, payload })
      return
    }
    const address = this.#options.addressOf(task)
    if (address === undefined) return
    const name = `${address.host.name}:${address.port}`
    const link = this.#links.get(name) ?? new WorkerLink(this.#options.lane, this.process, address)
    this.#links.set(name, link)
    link.send({ task, payload })
  }

  /** A task that is not here any more gets nothing. */
  #receive(task: number, payload: Payload): void {
    const executor = this.#byTask.get(task)
    if (executor !== undefined) executor.receive({ task, payload })
    else if ('runs' in payload) {
      for (const run of payload.runs) this.#options.lane.ledger.copyEnded(run, { fate: 'lost', place: this.process.name, cause: `task ${task} is not in this worker any more`, destinations: this.#options.destinations() })
    }
  }

  /** Source: org.apache.storm.executor.error.ReportErrorAndDie, and Utils.exitProcess. */
  #die(component: string, { className, message }: StormException): void {
    this.process.log(`${this.process.name}/${component}`, 'ERROR', `Async loop died! ${className}: ${message}`)
    this.process.log(this.process.name, 'ERROR', 'Halting process: Worker died')
    this.exitCode = 1
    this.process.exit()
  }

  #walk(visit: (run: RecordRun) => void): void {
    for (const executor of this.#executors) executor.walk(visit)
    for (const link of this.#links.values()) link.walk(visit)
  }
}
