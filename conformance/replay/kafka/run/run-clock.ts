import type { Simulation } from '../../../../engine/sim/simulation.ts'

/** What it takes a recorder to look at the cluster's state (an admin client's requests), in virtual microseconds. */
const lookMicros = 30_000

/** How late a step begins whose time has come (the recorder's scheduler), in virtual microseconds. */
const lateMicros = { least: 5000, most: 15_000 } as const

/** The same for a step that follows something that a client has just told, in virtual microseconds. */
const promptMicros = { least: 0, most: 1500 } as const

/** Drives a simulation as a recorder's program lived through its run: by waiting. */
export class RunClock {
  readonly simulation: Simulation

  constructor(simulation: Simulation) {
    this.simulation = simulation
  }

  /** Virtual microseconds since the simulation began. */
  get nowMicros(): number {
    return this.simulation.nowMicros
  }

  /** Lets time pass until an instant; nothing when it has passed. */
  sleepUntil(micros: number): void {
    if (micros > this.nowMicros) this.#runUntil(Math.round(micros))
  }

  /** As `sleepUntil`, for the moment at which a step is due: a recorder is a little late. */
  sleepUntilDue(micros: number, isPrompt = false): void {
    if (micros <= this.nowMicros) return
    const { least, most } = isPrompt ? promptMicros : lateMicros
    this.#runUntil(Math.round(micros + this.simulation.random('replay/steps').nextBetween(least, most)))
  }

  /** Waits for something that events bring about; it is looked at after each instant. @returns whether it came in time */
  waitFor(isDone: () => boolean, timeoutMicros: number): boolean {
    const { simulation } = this
    const deadline = this.nowMicros + timeoutMicros
    while (!isDone()) {
      simulation.endMicros = deadline
      if (simulation.advance() !== 'instant') {
        this.#throwAtLimit()
        this.sleepUntil(deadline)
        return isDone()
      }
    }
    return true
  }

  /** Looks at the cluster's state again and again, which takes its time. @returns whether it came in time */
  watchFor(holds: () => boolean, timeoutMicros: number): boolean {
    const deadline = this.nowMicros + timeoutMicros
    do {
      this.sleepUntil(this.nowMicros + lookMicros)
      if (holds()) return true
    } while (this.nowMicros < deadline)
    return false
  }

  #runUntil(micros: number): void {
    this.simulation.runUntil(micros)
    this.#throwAtLimit()
  }

  #throwAtLimit(): void {
    const reached = this.simulation.limitReached
    if (reached !== undefined) throw new Error(`the run reached its limit of ${reached.limit}, used up by ${reached.usedBy}`)
  }
}
