import type { RecordRun } from '../../ledger/record-run.ts'
import type { Process } from '../../sim/process.ts'
import { RotatingMap } from '../acking/rotating-map.ts'
import type { TopologyConfig } from '../config/topology-config.ts'
import type { StormException } from '../storm-exception.ts'
import type { Spout, SpoutEmission, SpoutOutputCollector } from '../topology/component.ts'
import type { StormValue } from '../tuple/storm-value.ts'
import { defaultStreamId } from '../tuple/tuple.ts'
import type { Executor } from './executor.ts'
import { ReceiveQueue, type AddressedPayload } from './receive-queue.ts'
import type { TaskOutput } from './task-output.ts'
import type { PlannedExecutor } from './task-plan.ts'

/** What a spout's thread works with. */
export interface SpoutGround {
  readonly process: Process
  readonly planned: Extract<PlannedExecutor, { kind: 'spout' }>
  readonly config: TopologyConfig
  readonly outputOf: (task: number) => TaskOutput
  /** Whether a receive queue of the worker is full. */
  readonly isCongested: () => boolean
  /** The worker dies of an exception. */
  readonly onThrown: (component: string, error: StormException) => void
  /** How many tuples wait for an answer has changed. */
  readonly onPending: (pending: number) => void
}

interface PendingTuple {
  readonly task: number
  readonly messageId: unknown
}

/** Wait of the progressive wait strategy, and of back pressure (topology.spout.wait.progressive.level3.sleep.millis). */
const idleMicros = 1000
/** What one turn of the thread takes that emits (modelling parameter), and the turns that are taken at once. */
const emitMicros = 5
const turnsAtOnce = 64

/** The thread of a spout's tasks. Source: org.apache.storm.executor.spout.SpoutExecutor. */
export class SpoutExecutor implements Executor {
  readonly tasks: readonly number[]
  readonly #ground: SpoutGround
  readonly #spouts = new Map<number, Spout>()
  readonly #queue: ReceiveQueue
  readonly #pending: RotatingMap<bigint, PendingTuple>
  readonly #maxPending: number
  #emitted = 0
  #turn = 0
  #isInNextTuple = false
  #isClosing = false

  constructor(ground: SpoutGround) {
    this.#ground = ground
    const { planned, process, config } = ground
    this.tasks = planned.tasks.map(({ task }) => task)
    this.#queue = new ReceiveQueue(process, () => { this.#run() })
    this.#maxPending = config.maxSpoutPending * planned.tasks.length
    this.#pending = new RotatingMap(2, (_root, { task, messageId }) => { this.#spouts.get(task)?.fail(messageId) })
    for (const { task } of planned.tasks) this.#spouts.set(task, planned.declared.make(process))
  }

  get queueLength(): number {
    return this.#queue.length
  }

  start(): void {
    for (const context of this.#ground.planned.tasks) this.#spouts.get(context.task)?.open(this.#collector(context.task), context)
    for (const spout of this.#spouts.values()) spout.activate?.()
    this.#run()
  }

  receive(entry: AddressedPayload): void {
    this.#queue.push(entry)
  }

  rotate(): void {
    this.#pending.rotate()
    this.#ground.onPending(this.#pending.size)
    this.#queue.wake(0)
  }

  close(done: () => void): void {
    this.#isClosing = true
    let open = 1
    const closed = (): void => {
      open--
      if (open === 0) done()
    }
    for (const spout of this.#spouts.values()) {
      if (spout.close === undefined) continue
      open++
      spout.close(closed)
    }
    closed()
  }

  die(): void {
    for (const spout of this.#spouts.values()) spout.die?.()
  }

  walk(visit: (run: RecordRun) => void): void {
    for (const spout of this.#spouts.values()) spout.walk?.(visit)
  }

  /** Turns of the thread: what has been answered, then the next tuple, unless too many are pending. */
  #run(): void {
    for (let turns = 0; turns < turnsAtOnce; turns++) {
      if (this.#isBusy()) return
      this.#consume()
      if (this.#maxPending > 0 && this.#pending.size >= this.#maxPending) return
      if (this.#ground.isCongested()) {
        this.#queue.wake(idleMicros)
        return
      }
      if (!this.#next()) return
    }
    this.#queue.wake(emitMicros * turnsAtOnce)
  }

  /** Calls nextTuple; whether it has come back at once and with a tuple. */
  #next(): boolean {
    const { tasks } = this
    const spout = this.#spouts.get(tasks[this.#turn % tasks.length] ?? -1)
    this.#turn++
    const before = this.#emitted
    let isWaiting = false
    this.#isInNextTuple = true
    spout?.nextTuple((error) => {
      this.#isInNextTuple = false
      if (error !== undefined) {
        this.#isClosing = true
        this.#ground.onThrown(this.#ground.planned.declared.id, error)
        return
      }
      if (isWaiting) this.#queue.wake(this.#emitted === before ? idleMicros : emitMicros)
    })
    isWaiting = true
    if (this.#isBusy()) return false
    if (this.#emitted > before) return true
    this.#queue.wake(idleMicros)
    return false
  }

  #isBusy(): boolean {
    return this.#isInNextTuple || this.#isClosing
  }

  #consume(): void {
    for (let entry = this.#queue.take(); entry !== undefined; entry = this.#queue.take()) {
      const { payload } = entry
      if (!('kind' in payload)) continue
      if (payload.kind === '__ack_reset_timeout') {
        const pending = this.#pending.get(payload.root)
        if (pending !== undefined) this.#pending.put(payload.root, pending)
        continue
      }
      const pending = this.#pending.remove(payload.root)
      if (pending === undefined) continue
      const spout = this.#spouts.get(pending.task)
      if (payload.kind === '__ack_ack') spout?.ack(pending.messageId)
      else if (payload.kind === '__ack_fail') spout?.fail(pending.messageId)
    }
    this.#ground.onPending(this.#pending.size)
  }

  #collector(task: number): SpoutOutputCollector {
    const output = this.#ground.outputOf(task)
    return {
      emit: (values, emission = {}) => {
        const targets = output.targets(emission.stream ?? defaultStreamId, values)
        this.#emit(output, targets, values, emission)
        return targets
      },
      emitDirect: (target, values, emission = {}) => { this.#emit(output, [target], values, emission) },
    }
  }

  /** Source: org.apache.storm.executor.spout.SpoutOutputCollectorImpl. */
  #emit(output: TaskOutput, targets: readonly number[], values: readonly StormValue[], { messageId, stream = defaultStreamId, runs = [] }: SpoutEmission): void {
    this.#emitted++
    const { task } = output.context
    const isTracked = messageId !== undefined && this.#ground.config.ackerExecutors > 0
    const root = isTracked ? output.newId() : 0n
    let value = 0n
    for (const target of targets) {
      const edge = isTracked ? output.newId() : 0n
      value ^= edge
      output.send(target, { stream, values, runs }, isTracked ? new Map([[root, edge]]) : new Map())
    }
    if (isTracked) {
      this.#pending.put(root, { task, messageId })
      output.tellAcker(root, { kind: '__ack_init', root, value, spoutTask: task })
    } else if (messageId !== undefined) this.#spouts.get(task)?.ack(messageId)
    this.#ground.onPending(this.#pending.size)
  }
}
