import { illegalState } from '../conf/java/java-exception.ts'
import type { EventRun } from '../event/event-run.ts'
import { channelException, InterruptedException } from '../exceptions.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'

type State = 'NEW' | 'OPEN' | 'COMPLETED' | 'CLOSED'

/**
 * A channel transaction of one thread. Source: org.apache.flume.channel.BasicTransactionSemantics. All methods throw
 * IllegalStateException when called in the wrong state; ChannelException when interrupted or refused by the channel.
 */
export abstract class Transaction {
  readonly #thread: JavaThread
  #state: State = 'NEW'

  constructor(thread: JavaThread) {
    this.#thread = thread
  }

  begin(): void {
    if (this.#state !== 'NEW') throw illegalState(`begin() called when transaction is ${this.#state}!`)
    this.#state = 'OPEN'
  }

  /** Puts events; they become visible at commit. */
  *put(runs: readonly EventRun[]): Flow<void> {
    this.#requireOpen('put')
    try {
      for (const run of runs) yield* this.doPut(run)
    } catch (error) {
      throw this.#interrupted(error)
    }
  }

  /** Takes events one after the other until there are `max`, or one take() gives null. */
  *take(max: number): Flow<EventRun[]> {
    this.#requireOpen('take')
    const taken: EventRun[] = []
    try {
      yield* this.doTake(max, taken)
    } catch (error) {
      if (!(error instanceof InterruptedException)) throw error
      this.#thread.keepInterrupt()
    }
    return taken
  }

  *commit(): Flow<void> {
    this.#requireOpen('commit')
    try {
      yield* this.doCommit()
    } catch (error) {
      throw this.#interrupted(error)
    }
    this.#state = 'COMPLETED'
  }

  *rollback(): Flow<void> {
    this.#requireOpen('rollback')
    this.#state = 'COMPLETED'
    try {
      yield* this.doRollback()
    } catch (error) {
      throw this.#interrupted(error)
    }
  }

  close(): void {
    if (this.#state !== 'NEW' && this.#state !== 'COMPLETED') {
      throw illegalState(`close() called when transaction is ${this.#state} - you must either commit or rollback first`)
    }
    this.#state = 'CLOSED'
    this.doClose()
  }

  protected abstract doPut(run: EventRun): Flow<void>
  /** Adds what it takes to `taken` at once, so that an interrupt loses none. */
  protected abstract doTake(max: number, taken: EventRun[]): Flow<void>
  protected abstract doCommit(): Flow<void>
  protected abstract doRollback(): Flow<void>
  protected abstract doClose(): void

  #requireOpen(method: string): void {
    if (this.#state !== 'OPEN') throw illegalState(`${method}() called when transaction is ${this.#state}!`)
  }

  #interrupted(error: unknown): unknown {
    if (!(error instanceof InterruptedException)) return error
    this.#thread.keepInterrupt()
    return channelException(error.message, error)
  }
}
