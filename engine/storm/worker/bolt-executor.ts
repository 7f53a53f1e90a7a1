import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Process } from '../../sim/process.ts'
import { StormException } from '../storm-exception.ts'
import type { Bolt } from '../topology/component.ts'
import { Tuple } from '../tuple/tuple.ts'
import { BoltCollector } from './bolt-collector.ts'
import type { Executor } from './executor.ts'
import { ReceiveQueue, type AddressedPayload } from './receive-queue.ts'
import type { PlannedExecutor } from './task-plan.ts'
import type { TaskOutput } from './task-output.ts'

/** What a bolt's thread works with. */
export interface BoltGround {
  readonly lane: Lane
  readonly process: Process
  /** Destinations that the topology serves. */
  readonly destinations: () => readonly number[]
  readonly planned: Extract<PlannedExecutor, { kind: 'bolt' }>
  readonly outputOf: (task: number) => TaskOutput
  /** The worker dies of an exception. */
  readonly onThrown: (component: string, error: StormException) => void
}

interface BoltTask {
  readonly bolt: Bolt
  readonly collector: BoltCollector
}

/** The thread of a bolt's tasks: executes one tuple after the other. Source: org.apache.storm.executor.bolt.BoltExecutor. */
export class BoltExecutor implements Executor {
  readonly tasks: readonly number[]
  readonly #ground: BoltGround
  readonly #tasks = new Map<number, BoltTask>()
  readonly #queue: ReceiveQueue
  #inHand: AddressedPayload | undefined

  constructor(ground: BoltGround) {
    this.#ground = ground
    const { planned, process } = ground
    this.tasks = planned.tasks.map(({ task }) => task)
    this.#queue = new ReceiveQueue(process, () => { this.#consume() })
    for (const { task } of planned.tasks) {
      this.#tasks.set(task, { bolt: planned.declared.make(process), collector: new BoltCollector(ground, ground.outputOf(task), `${process.name}/${planned.declared.id}`) })
    }
  }

  get queueLength(): number {
    return this.#queue.length
  }

  start(): void {
    for (const context of this.#ground.planned.tasks) {
      const task = this.#tasks.get(context.task)
      task?.bolt.prepare(task.collector, context)
    }
    this.#consume()
  }

  receive(entry: AddressedPayload): void {
    this.#queue.push(entry)
  }

  rotate(): void {
    // Bolts have no time-out of their own.
  }

  close(done: () => void): void {
    done()
  }

  die(): void {
    for (const { bolt } of this.#tasks.values()) bolt.die?.()
  }

  walk(visit: (run: RecordRun) => void): void {
    if (this.#inHand?.payload instanceof Tuple) this.#inHand.payload.runs.forEach(visit)
    this.#queue.walk(({ payload }) => { if (payload instanceof Tuple) payload.runs.forEach(visit) })
    for (const { bolt } of this.#tasks.values()) bolt.walk?.(visit)
  }

  #consume(): void {
    while (this.#inHand === undefined && this.#ground.process.isAlive) {
      const entry = this.#queue.take()
      if (entry === undefined) return
      const micros = this.#tasks.get(entry.task)?.bolt.executeMicros ?? 0
      this.#inHand = entry
      if (micros === 0) this.#execute(entry)
      else this.#ground.process.after(micros, () => {
        this.#execute(entry)
        this.#consume()
      })
    }
  }

  #execute({ task, payload }: AddressedPayload): void {
    const found = this.#tasks.get(task)
    if (found === undefined || !(payload instanceof Tuple)) {
      this.#inHand = undefined
      return
    }
    found.collector.begin(payload)
    try {
      found.bolt.execute(payload)
    } catch (error) {
      if (!(error instanceof StormException)) throw error
      this.#ground.onThrown(this.#ground.planned.declared.id, error)
      return
    }
    this.#inHand = undefined
    found.collector.end()
  }
}
