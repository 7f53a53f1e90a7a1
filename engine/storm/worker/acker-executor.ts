import type { Process } from '../../sim/process.ts'
import { Acker, type AckMessage } from '../acking/acker.ts'
import type { Executor } from './executor.ts'
import { ReceiveQueue, type AddressedPayload, type Payload } from './receive-queue.ts'

/** The thread of ackers. */
export class AckerExecutor implements Executor {
  readonly tasks: readonly number[]
  readonly #ackers: ReadonlyMap<number, Acker>
  readonly #queue: ReceiveQueue
  readonly #send: (task: number, payload: Payload) => void

  constructor(process: Process, tasks: readonly number[], send: (task: number, payload: Payload) => void) {
    this.tasks = tasks
    this.#ackers = new Map(tasks.map((task) => [task, new Acker()]))
    this.#queue = new ReceiveQueue(process, () => { this.#consume() })
    this.#send = send
  }

  get queueLength(): number {
    return this.#queue.length
  }

  start(): void {
    this.#consume()
  }

  receive(entry: AddressedPayload): void {
    this.#queue.push(entry)
  }

  rotate(): void {
    for (const acker of this.#ackers.values()) acker.rotate()
  }

  close(done: () => void): void {
    done()
  }

  die(): void {
    // Its trees are gone, and their spouts' time-outs fail them.
  }

  walk(): void {
    // It holds ids, and no records.
  }

  #consume(): void {
    for (let entry = this.#queue.take(); entry !== undefined; entry = this.#queue.take()) {
      const answer = isAckMessage(entry.payload) ? this.#ackers.get(entry.task)?.take(entry.payload) : undefined
      if (answer !== undefined) this.#send(answer.spoutTask, answer)
    }
  }
}

function isAckMessage(payload: Payload): payload is AckMessage {
  return 'kind' in payload && (payload.kind === '__ack_init' || !('spoutTask' in payload))
}
