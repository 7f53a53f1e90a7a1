import type { EventRun } from './event-run.ts'
import { appendEvents, continues, partOf } from './event-run.ts'

/** A queue of events that keeps them as runs. */
export class EventQueue {
  #runs: EventRun[] = []
  #head = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Adds events at the tail. */
  addTail(runs: readonly EventRun[]): void {
    for (const run of runs) {
      this.#size += run.count
      const last = this.#runs[this.#runs.length - 1]
      if (this.#runs.length > this.#head && last !== undefined && continues(last, run)) {
        this.#runs[this.#runs.length - 1] = { ...last, count: last.count + run.count }
      } else this.#runs.push(run)
    }
  }

  /** Puts events back at the head, in their order. */
  addHead(runs: readonly EventRun[]): void {
    for (const run of runs) this.#size += run.count
    this.#runs = [...runs, ...this.#runs.slice(this.#head)]
    this.#head = 0
  }

  /** Takes up to so many events from the head. */
  take(max: number): EventRun[] {
    const taken: EventRun[] = []
    let left = Math.min(max, this.#size)
    this.#size -= left
    while (left > 0) {
      const first = this.#runs[this.#head]
      if (first === undefined) break
      const count = Math.min(left, first.count)
      appendEvents(taken, partOf(first, 0, count))
      left -= count
      if (count < first.count) this.#runs[this.#head] = partOf(first, count, first.count - count)
      else this.#dropHead()
    }
    return taken
  }

  /** Calls back for each run, first to last. */
  walk(visit: (run: EventRun) => void): void {
    for (let index = this.#head; index < this.#runs.length; index++) {
      const run = this.#runs[index]
      if (run !== undefined) visit(run)
    }
  }

  #dropHead(): void {
    this.#head++
    if (this.#head < 1024 || this.#head * 2 < this.#runs.length) return
    this.#runs = this.#runs.slice(this.#head)
    this.#head = 0
  }
}
