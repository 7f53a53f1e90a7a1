import type { EventId } from '../event-queue.ts'
import type { Host } from '../host.ts'

/** What a rebuild is told when it begins. */
export interface RebuildPlan {
  readonly host: Host
  /** Capacity of a member over the rate of rebuilding. */
  readonly durationMicros: number
  /** Draws how long it reads, in microseconds, until it comes to the next sector that cannot be read; Infinity for never. */
  readonly drawUnreadableAfterMicros: () => number
  readonly onPercent: (percent: number) => void
  readonly onUnreadable: () => void
  readonly onDone: () => void
}

/** The filling of a new member from the others. It stands still without power, and goes on from where it was. */
export class Rebuild {
  readonly #plan: RebuildPlan
  #elapsedMicros = 0
  #runningSinceMicros: number | undefined
  #percent = 0
  #unreadableAtMicros: number
  #next: EventId | undefined

  constructor(plan: RebuildPlan) {
    this.#plan = plan
    this.#unreadableAtMicros = plan.drawUnreadableAfterMicros()
    if (plan.host.hasPower) this.resume()
  }

  get percent(): number {
    return this.#percent
  }

  /** Goes on. */
  resume(): void {
    if (this.#runningSinceMicros !== undefined) return
    this.#runningSinceMicros = this.#plan.host.simulation.nowMicros - this.#elapsedMicros
    this.#schedule()
  }

  /** Stands still. */
  pause(): void {
    if (this.#runningSinceMicros === undefined) return
    const { simulation } = this.#plan.host
    this.#elapsedMicros = simulation.nowMicros - this.#runningSinceMicros
    this.#runningSinceMicros = undefined
    if (this.#next !== undefined) simulation.cancel(this.#next)
    this.#next = undefined
  }

  #schedule(): void {
    const { host } = this.#plan
    const step = this.#stepAtMicros()
    const isSector = this.#unreadableAtMicros < step
    const at = (this.#runningSinceMicros ?? 0) + Math.min(this.#unreadableAtMicros, step)
    this.#next = host.simulation.at(at, host, () => {
      this.#next = undefined
      if (isSector) this.#meetUnreadable()
      else this.#step()
    })
  }

  /** When the next percent is done: computed from its number, so that no rounding adds up. */
  #stepAtMicros(): number {
    return Math.round((this.#plan.durationMicros * (this.#percent + 1)) / 100)
  }

  #meetUnreadable(): void {
    this.#unreadableAtMicros += this.#plan.drawUnreadableAfterMicros()
    this.#plan.onUnreadable()
    // The sector may have been the end of the array, which pauses what it rebuilds.
    if (this.#runningSinceMicros !== undefined) this.#schedule()
  }

  #step(): void {
    this.#percent++
    this.#plan.onPercent(this.#percent)
    if (this.#percent < 100) this.#schedule()
    else this.#plan.onDone()
  }
}
