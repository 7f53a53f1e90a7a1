import type { AgentContext } from '../agent/agent-context.ts'
import { asJavaException, InterruptedException } from '../exceptions.ts'
import { JavaThread, sleep, type Flow } from '../thread/java-thread.ts'
import type { SinkProcessor } from './sink.ts'

const BACKOFF_INCREMENT_MS = 1000
const MAX_BACKOFF_MS = 5000

/** Drives a sink or a sink group in a thread of its own. Source: org.apache.flume.SinkRunner. */
export class SinkRunner {
  readonly name: string
  readonly #context: AgentContext
  readonly #policy: SinkProcessor
  #thread: JavaThread | undefined
  #shouldStop = false

  constructor(context: AgentContext, name: string, policy: SinkProcessor) {
    this.#context = context
    this.name = name
    this.#policy = policy
  }

  get description(): string {
    const simpleName = this.#policy.className.slice(this.#policy.className.lastIndexOf('.') + 1)
    return `SinkRunner: { policy:${simpleName} counterGroup:{ name:null counters:{} } }`
  }

  *start(thread: JavaThread): Flow<void> {
    yield* this.#policy.start(thread)
    this.#shouldStop = false
    this.#thread = new JavaThread(this.#context.process, `SinkRunner-PollingRunner-${this.name}`, (own) => this.#poll(own))
  }

  *stop(thread: JavaThread): Flow<void> {
    if (this.#thread !== undefined) {
      this.#shouldStop = true
      this.#thread.interrupt()
      yield* this.#thread.join()
    }
    yield* this.#policy.stop(thread)
  }

  *#poll(thread: JavaThread): Flow<void> {
    let consecutiveBackoffs = 0
    while (!this.#shouldStop) {
      try {
        if ((yield* this.#policy.process(thread)) === 'BACKOFF') {
          consecutiveBackoffs++
          yield* sleep(this.#context.process, Math.min(consecutiveBackoffs * BACKOFF_INCREMENT_MS, MAX_BACKOFF_MS) * 1000)
        } else consecutiveBackoffs = 0
      } catch (error) {
        if (!(error instanceof InterruptedException)) yield* this.#afterFailure(thread, error)
      }
    }
  }

  *#afterFailure(thread: JavaThread, error: unknown): Flow<void> {
    const message = 'Unable to deliver event. Exception follows.'
    this.#context.log(this.name, 'ERROR', { logger: 'SinkRunner', message, thrown: asJavaException(error) })
    try {
      yield* sleep(this.#context.process, MAX_BACKOFF_MS * 1000)
    } catch (interrupt) {
      if (!(interrupt instanceof InterruptedException)) throw interrupt
      thread.keepInterrupt()
    }
  }
}
