import type { Process } from '../sim/process.ts'

/** Something that code waits for. Flume's threads wait for the same shape, so that they can call Hadoop's clients. */
export interface Block {
  /** Arranges that `wake` is called once, later or at once. @returns what undoes the wait */
  readonly begin: (wake: () => void) => () => void
  /** Whether Java's interrupt ends the wait; those of Hadoop's clients go on. */
  readonly isInterruptible: boolean
}

/** Code of a client: it runs until it yields something to wait for, and goes on when that has happened. */
export type Flow<Result> = Generator<Block, Result, void>

/** How a flow ended. */
export type Outcome<Result> = { readonly isOk: true; readonly value: Result } | { readonly isOk: false; readonly error: unknown }

/** A wait that nothing ends but what it waits for. */
export function waitUntil(begin: (wake: () => void) => void): Block {
  return {
    isInterruptible: false,
    begin: (wake) => {
      begin(wake)
      return () => undefined
    },
  }
}

/** Lets time pass, in whole microseconds. */
export function* pause(process: Process, micros: number): Flow<void> {
  yield waitUntil((wake) => process.after(micros, wake))
}

/** Runs a flow as a thread of a process; `done` hears how it ended, and nothing if the process dies before. */
export function runFlow<Result>(process: Process, flow: Flow<Result>, done: (outcome: Outcome<Result>) => void): void {
  const { incarnation } = process
  const step = (): void => {
    if (!process.isAlive || process.incarnation !== incarnation) return
    for (;;) {
      const result = next(flow)
      if ('error' in result) {
        done({ isOk: false, error: result.error })
        return
      }
      if (result.done === true) {
        done({ isOk: true, value: result.value })
        return
      }
      if (!beginWait(result.value, step)) return
    }
  }
  process.after(0, step)
}

function next<Result>(flow: Flow<Result>): IteratorResult<Block, Result> | { readonly error: unknown } {
  try {
    return flow.next()
  } catch (error) {
    return { error }
  }
}

/** @returns true when what it waits for happened at once */
function beginWait(block: Block, resume: () => void): boolean {
  const wait = { isDone: false, isBeginning: true }
  block.begin(() => {
    if (wait.isDone) return
    wait.isDone = true
    if (!wait.isBeginning) resume()
  })
  wait.isBeginning = false
  return wait.isDone
}

/** Java's wait and notifyAll on one object. */
export class Signal {
  #waiting: (() => void)[] = []

  /** Wakes all that wait now. */
  notify(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }

  /** Waits for the next notification. */
  wait(): Block {
    return waitUntil((wake) => this.#waiting.push(wake))
  }

  /** Waits for the next notification, but no longer than so many microseconds. */
  waitAtMost(process: Process, micros: number): Block {
    return waitUntil((wake) => {
      const timer = process.after(micros, wake)
      this.#waiting.push(() => {
        process.cancel(timer)
        wake()
      })
    })
  }
}
