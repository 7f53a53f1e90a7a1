import type { AgentContext } from '../agent/agent-context.ts'
import { asJavaException, InterruptedException, isEventDeliveryException } from '../exceptions.ts'
import { JavaThread, sleep, type Flow } from '../thread/java-thread.ts'
import type { PollableSource, Source } from './source.ts'

/** Starts and stops a source. Source: org.apache.flume.SourceRunner. */
export interface SourceRunner {
  readonly source: Source
  readonly description: string
  start(thread: JavaThread): Flow<void>
  stop(thread: JavaThread): Flow<void>
}

/** For sources with threads of their own. Source: org.apache.flume.source.EventDrivenSourceRunner. */
export class EventDrivenSourceRunner implements SourceRunner {
  readonly source: Source

  constructor(source: Source) {
    this.source = source
  }

  get description(): string {
    return `EventDrivenSourceRunner: { source:${this.source.description} }`
  }

  start(): Flow<void> {
    return this.source.start()
  }

  stop(thread: JavaThread): Flow<void> {
    return this.source.stop(thread)
  }
}

/** Calls a source's process() in a thread. Source: org.apache.flume.source.PollableSourceRunner. */
export class PollableSourceRunner implements SourceRunner {
  readonly source: PollableSource
  readonly #context: AgentContext
  #thread: JavaThread | undefined
  #shouldStop = false
  #consecutiveBackoffs = 0

  constructor(context: AgentContext, source: PollableSource) {
    this.#context = context
    this.source = source
  }

  get description(): string {
    return `PollableSourceRunner: { source:${this.source.description} counterGroup:{ name:null counters:{} } }`
  }

  *start(): Flow<void> {
    yield* this.source.start()
    this.#shouldStop = false
    this.#thread = new JavaThread(this.#context.process, `PollableSourceRunner-${this.source.name}`, (thread) => this.#poll(thread))
  }

  *stop(thread: JavaThread): Flow<void> {
    this.#shouldStop = true
    this.#thread?.interrupt()
    if (this.#thread !== undefined) yield* this.#thread.join()
    yield* this.source.stop(thread)
  }

  *#poll(thread: JavaThread): Flow<void> {
    while (!this.#shouldStop) {
      try {
        yield* this.#once(thread)
      } catch (error) {
        const thrown = asJavaException(error)
        if (thrown instanceof InterruptedException) this.#log('INFO', 'Source runner interrupted. Exiting')
        else if (isEventDeliveryException(thrown)) this.#log('ERROR', 'Unable to deliver event. Exception follows.', thrown)
        else yield* this.#afterFailure(thread, thrown)
      }
    }
  }

  *#once(thread: JavaThread): Flow<void> {
    if ((yield* this.source.process(thread)) === 'READY') {
      this.#consecutiveBackoffs = 0
      return
    }
    this.#consecutiveBackoffs++
    const { backoffSleepIncrementMs, maxBackoffSleepMs } = this.source
    yield* sleep(this.#context.process, Math.min(this.#consecutiveBackoffs * backoffSleepIncrementMs, maxBackoffSleepMs) * 1000)
  }

  *#afterFailure(thread: JavaThread, thrown: ReturnType<typeof asJavaException>): Flow<void> {
    const { maxBackoffSleepMs } = this.source
    this.#log('ERROR', `Unhandled exception, logging and sleeping for ${maxBackoffSleepMs}ms`, thrown)
    try {
      yield* sleep(this.#context.process, maxBackoffSleepMs * 1000)
    } catch (error) {
      if (!(error instanceof InterruptedException)) throw error
      thread.keepInterrupt()
    }
  }

  #log(level: 'INFO' | 'ERROR', message: string, thrown?: ReturnType<typeof asJavaException>): void {
    const line = { logger: 'PollableSourceRunner', message }
    this.#context.log(this.source.name, level, thrown === undefined ? line : { ...line, thrown })
  }
}
