import type { Process } from '../../sim/process.ts'
import { JavaException } from '../conf/java/java-exception.ts'
import { InterruptedException, OutOfMemoryError } from '../exceptions.ts'

/** Something that a thread waits for. `begin` arranges that `wake` is called once, later or at once. */
export interface Block {
  /** @returns what undoes the wait when the thread is interrupted. */
  readonly begin: (wake: () => void) => () => void
  /** False for waits that Java's interrupt does not end (a disk). */
  readonly isInterruptible: boolean
}

/** Code of a thread: it runs until it yields something to wait for, and goes on when that has happened. */
export type Flow<Result> = Generator<Block, Result, void>

/** A thread of a JVM on virtual time. It never runs again after its process has ended. */
export class JavaThread {
  readonly name: string
  readonly process: Process
  readonly #flow: Flow<void>
  readonly #ended: (() => void)[] = []
  #undoWait: (() => void) | undefined
  #isInterruptible = false
  #isInterrupted = false
  #isAlive = true

  /** Starts it: the code runs as an event of its own, at this instant. */
  constructor(process: Process, name: string, code: (thread: JavaThread) => Flow<void>) {
    this.process = process
    this.name = name
    this.#flow = code(this)
    process.after(0, () => {
      this.#run(() => this.#flow.next())
    })
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  /** Thread.interrupted(): tells whether it was interrupted, and forgets it. */
  takeInterrupt(): boolean {
    const wasInterrupted = this.#isInterrupted
    this.#isInterrupted = false
    return wasInterrupted
  }

  /** Sets the flag again, as code does that catches an InterruptedException and has to go on. */
  keepInterrupt(): void {
    this.#isInterrupted = true
  }

  /** Thread.interrupt(): ends an interruptible wait with an InterruptedException, or lets the next one fail at once. */
  interrupt(): void {
    if (!this.#isAlive) return
    this.#isInterrupted = true
    if (this.#undoWait === undefined || !this.#isInterruptible) return
    this.#undoWait()
    this.#undoWait = undefined
    this.process.after(0, () => {
      this.#isInterrupted = false
      this.#run(() => this.#flow.throw(new InterruptedException()))
    })
  }

  /** Thread.join(), for another thread. */
  *join(): Flow<void> {
    if (!this.#isAlive) return
    yield uninterruptible((wake) => {
      this.#ended.push(wake)
    })
  }

  #run(step: () => IteratorResult<Block, void>): void {
    let next = step
    for (;;) {
      const result = this.#step(next)
      if (result === undefined || result.done === true) {
        this.#finish()
        return
      }
      const block = result.value
      if (block.isInterruptible && this.takeInterrupt()) {
        next = () => this.#flow.throw(new InterruptedException())
        continue
      }
      if (!this.#wait(block)) return
      next = () => this.#flow.next()
    }
  }

  /** An exception that nobody catches ends the thread, and no more, as in Java. */
  #step(step: () => IteratorResult<Block, void>): IteratorResult<Block, void> | undefined {
    try {
      return step()
    } catch (error) {
      if (error instanceof OutOfMemoryError) this.process.log(this.process.name, 'ERROR', `Exception in thread "${this.name}" ${error.message}`)
      if (error instanceof JavaException) return undefined
      throw error
    }
  }

  /** True when what it waited for happened at once. */
  #wait(block: Block): boolean {
    const wait = { isDone: false, isBeginning: true }
    const undo = block.begin(() => {
      if (wait.isDone) return
      wait.isDone = true
      if (wait.isBeginning) return
      this.#undoWait = undefined
      this.#run(() => this.#flow.next())
    })
    wait.isBeginning = false
    if (wait.isDone) return true
    this.#isInterruptible = block.isInterruptible
    this.#undoWait = () => {
      wait.isDone = true
      undo()
    }
    return false
  }

  #finish(): void {
    this.#isAlive = false
    for (const listener of this.#ended) this.process.after(0, listener)
  }
}

/** Where Java code looks whether its thread was interrupted: an InterruptedException is thrown here if it was. */
export const interruptPoint: Block = {
  isInterruptible: true,
  begin: (wake) => {
    wake()
    return () => undefined
  },
}

/** Thread.sleep in microseconds. @throws InterruptedException */
export function* sleep(process: Process, micros: number): Flow<void> {
  yield {
    isInterruptible: true,
    begin: (wake) => {
      const timer = process.after(micros, wake)
      return () => {
        process.cancel(timer)
      }
    },
  }
}

/** A wait for something that no interrupt ends. */
export function uninterruptible(begin: (wake: () => void) => void): Block {
  return {
    isInterruptible: false,
    begin: (wake) => {
      begin(wake)
      return () => undefined
    },
  }
}

/** Uses processor time: nothing ends it early. */
export function* compute(process: Process, micros: number): Flow<void> {
  if (micros > 0) yield uninterruptible((wake) => process.after(micros, wake))
}
