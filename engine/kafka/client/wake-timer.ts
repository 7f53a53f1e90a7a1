import type { Process, Timer } from '../../sim/process.ts'

/**
 * Runs one action of a client as soon as somebody asks for it: the simulation's form of a thread that polls with a
 * time-out and can be woken. Requests for the same instant run once.
 */
export class WakeTimer {
  readonly #process: Process
  readonly #action: () => void
  #timer: Timer | undefined
  #dueMicros = Number.POSITIVE_INFINITY

  constructor(process: Process, action: () => void) {
    this.#process = process
    this.#action = action
  }

  /** Asks for a run no later than this delay from now. */
  within(delayMicros: number): void {
    if (!Number.isFinite(delayMicros)) return
    const due = this.#process.simulation.nowMicros + Math.max(0, Math.ceil(delayMicros))
    if (due >= this.#dueMicros) return
    this.#process.cancel(this.#timer)
    this.#dueMicros = due
    this.#timer = this.#process.after(due - this.#process.simulation.nowMicros, () => {
      this.#timer = undefined
      this.#dueMicros = Number.POSITIVE_INFINITY
      this.#action()
    })
  }

  /** Forgets what was asked. */
  stop(): void {
    this.#process.cancel(this.#timer)
    this.#timer = undefined
    this.#dueMicros = Number.POSITIVE_INFINITY
  }
}
