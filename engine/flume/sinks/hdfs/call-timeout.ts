import { runFlow } from '../../../hadoop/flow.ts'
import { ioFailure } from '../../../hadoop/hadoop-exception.ts'
import { JavaException } from '../../conf/java/java-exception.ts'
import type { Process } from '../../../sim/process.ts'
import type { Counters } from '../../agent/counters.ts'
import { uninterruptible, type Block, type Flow } from '../../thread/java-thread.ts'

/** The pool of threads (hdfs.threadsPoolSize) that makes a sink's calls of HDFS. Calls of one sink come one after the other. */
export class CallPool {
  readonly #process: Process
  readonly #counters: Counters
  readonly #timeoutMs: number
  isShutDown = false

  constructor(process: Process, counters: Counters, timeoutMs: number) {
    this.#process = process
    this.#counters = counters
    this.#timeoutMs = timeoutMs
  }

  /**
   * Makes a call and waits for it, but no longer than hdfs.callTimeout; one that comes too late goes on by itself. Whatever
   * fails counts as a failed connection. Source: BucketWriter.callWithTimeout.
   * @throws HadoopException what the call threw, IOException after the time-out; JavaException when the pool is shut down
   */
  *call<Result>(file: string, code: Flow<Result>): Flow<Result> {
    if (this.isShutDown) throw new JavaException('java.util.concurrent.RejectedExecutionException', `Task rejected from the pool of ${file}`)
    try {
      const first = code.next()
      if (first.done === true) return first.value
      return yield* this.#wait(file, continued(first.value, code))
    } catch (error) {
      this.#counters.add('ConnectionFailedCount')
      throw error
    }
  }

  *#wait<Result>(file: string, code: Flow<Result>): Flow<Result> {
    const ended: { outcome?: { readonly isOk: true; readonly value: Result } | { readonly isOk: false; readonly error: unknown } } = {}
    yield uninterruptible((wake) => {
      const timer = this.#timeoutMs > 0 ? this.#process.after(this.#timeoutMs * 1000, wake) : undefined
      runFlow(this.#process, code, (outcome) => {
        this.#process.cancel(timer)
        ended.outcome = outcome
        wake()
      })
    })
    if (ended.outcome === undefined) throw ioFailure(`Callable timed out after ${String(this.#timeoutMs)} ms on file: ${file}`)
    if (!ended.outcome.isOk) throw ended.outcome.error
    return ended.outcome.value
  }
}

function* continued<Result>(first: Block, code: Flow<Result>): Flow<Result> {
  yield first
  return yield* code
}
