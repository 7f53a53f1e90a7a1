import { runFlow, Signal } from '../../../hadoop/flow.ts'
import type { Process } from '../../../sim/process.ts'
import { JavaException } from '../../conf/java/java-exception.ts'
import type { Flow } from '../../thread/java-thread.ts'
import { isIoException } from './hadoop-thrown.ts'

/** The pool that tries failed closes and renames again: a stop of the sink waits for what it has been given. */
export class RollerPool {
  readonly #process: Process
  readonly #changed = new Signal()
  #tasks = 0
  #isShutDown = false

  constructor(process: Process) {
    this.#process = process
  }

  /** Runs code after so many seconds; what it throws is kept by its future, where nobody looks. */
  schedule(seconds: number, code: () => Flow<void>): void {
    if (this.#isShutDown) return
    this.#tasks++
    this.#process.after(seconds * 1_000_000, () => {
      runFlow(this.#process, code(), (outcome) => {
        this.#tasks--
        this.#changed.notify()
        if (!outcome.isOk && !isIoException(outcome.error) && !(outcome.error instanceof JavaException)) throw outcome.error
      })
    })
  }

  /** Takes nothing more, and waits until everything has run. */
  *shutDown(): Flow<void> {
    this.#isShutDown = true
    while (this.#tasks > 0) yield this.#changed.wait()
  }
}
