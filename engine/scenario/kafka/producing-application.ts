import { KafkaProducer } from '../../kafka/producer/kafka-producer.ts'
import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import { appendRun } from '../../ledger/record-runs.ts'
import { driveArrivals } from '../../ledger/workload.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Program } from '../../sim/process.ts'
import type { PlayedLoad } from '../play/play.ts'

/** What a producing application is made from. */
export interface ProducingApplicationOptions {
  readonly lane: Lane
  readonly host: Host
  readonly name: string
  /** Kafka's properties, `bootstrap.servers` among them. */
  readonly properties: Readonly<Record<string, string>>
}

/** Records that the application sends, and where to. */
export interface ProducingTask {
  readonly load: PlayedLoad
  readonly topic: string
  readonly partition: number | undefined
}

/**
 * An application with one Kafka producer that sends each record at the moment it comes. What comes before its first start
 * waits at its door; what comes while it is down afterwards is dropped, since nobody is there to make it.
 */
export class ProducingApplication implements Program {
  readonly process: Process
  readonly #options: ProducingApplicationOptions
  readonly #tasks: ProducingTask[] = []
  /** What has come and is not handed to the producer yet: before the first start, or while the process is paused. */
  readonly #door = new Map<ProducingTask, RecordRun[]>()
  #producer: KafkaProducer | undefined
  #hasStarted = false

  constructor(options: ProducingApplicationOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { lane, host, name } = options
    lane.topology.node({ id: this.process.name, kind: 'outside', label: name, parent: host.name })
    lane.ledger.addHolder({
      place: this.process.name,
      walk: (visit) => { for (const runs of this.#door.values()) for (const run of runs) visit(run) },
    })
  }

  /** Sends a load to a topic, from the start of the run. */
  follow(task: ProducingTask): void {
    this.#tasks.push(task)
    driveArrivals(this.process.simulation, this.process, task.load, (run) => { this.#arrive(task, run) })
  }

  onStart(): void {
    const { lane, name, properties } = this.#options
    this.#hasStarted = true
    this.#producer = new KafkaProducer({ context: { lane, process: this.process, name: `${this.process.name}/producer`, clientId: name }, properties })
    this.#flushDoor()
  }

  onTerminate(): void {
    if (this.#producer === undefined) this.process.exit()
    else this.#producer.close(undefined, () => { this.process.exit() })
  }

  onEnd(): void {
    this.#producer = undefined
    for (const runs of this.#door.values()) for (const run of runs) this.#drop(run, 'the application died before it sent it')
    this.#door.clear()
  }

  #arrive(task: ProducingTask, run: RecordRun): void {
    const { ledger } = this.#options.lane
    ledger.offered(run, this.process.name)
    if (this.#hasStarted && (!this.process.isAlive || this.process.state === 'stopping')) {
      this.#drop(run, 'the application is down')
      return
    }
    const runs = this.#door.get(task) ?? []
    appendRun(runs, run)
    this.#door.set(task, runs)
    if (this.#hasStarted) this.process.deliver(() => { this.#flushDoor() })
  }

  #drop(run: RecordRun, cause: string): void {
    this.#options.lane.ledger.copyEnded(run, { fate: 'dropped', place: this.process.name, cause })
  }

  #flushDoor(): void {
    const producer = this.#producer
    // What comes in the moment of a start waits for it.
    if (producer === undefined) return
    const waiting = [...this.#door]
    this.#door.clear()
    for (const [{ topic, partition }, runs] of waiting) {
      for (const run of runs) producer.send({ topic, run, ...(partition === undefined ? {} : { partition }) })
    }
  }
}
