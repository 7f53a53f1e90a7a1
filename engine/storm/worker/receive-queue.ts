import type { Process } from '../../sim/process.ts'
import type { AckAnswer, AckMessage } from '../acking/acker.ts'
import type { Tuple } from '../tuple/tuple.ts'

/** What a task is sent. */
export type Payload = Tuple | AckMessage | AckAnswer

/** A payload with the task that it is for. */
export interface AddressedPayload {
  readonly task: number
  readonly payload: Payload
}

/** From a queue's push to the moment when its thread looks: a modelling parameter, the order of a hand-over between two threads. */
const handOverMicros = 20

/** The receive queue of an executor; its thread is woken once for all that has come meanwhile. Source: org.apache.storm.utils.JCQueue. */
export class ReceiveQueue {
  readonly #process: Process
  readonly #onWake: () => void
  #entries: AddressedPayload[] = []
  #head = 0
  #isWaking = false

  constructor(process: Process, onWake: () => void) {
    this.#process = process
    this.#onWake = onWake
  }

  get length(): number {
    return this.#entries.length - this.#head
  }

  /** Puts something in, and wakes the thread. */
  push(entry: AddressedPayload): void {
    this.#entries.push(entry)
    this.wake(handOverMicros)
  }

  /** Wakes the thread after a while, unless it is about to wake. */
  wake(delayMicros: number): void {
    if (this.#isWaking) return
    this.#isWaking = true
    this.#process.after(delayMicros, () => {
      this.#isWaking = false
      this.#onWake()
    })
  }

  /** Takes the oldest entry out. */
  take(): AddressedPayload | undefined {
    const entry = this.#entries[this.#head]
    if (entry === undefined) return undefined
    this.#head++
    if (this.#head === this.#entries.length) {
      this.#entries = []
      this.#head = 0
    }
    return entry
  }

  /** Calls back for each entry that waits. */
  walk(visit: (entry: AddressedPayload) => void): void {
    for (let index = this.#head; index < this.#entries.length; index++) {
      const entry = this.#entries[index]
      if (entry !== undefined) visit(entry)
    }
  }
}
