import { asJavaException, eventDeliveryException, InterruptedException } from '../exceptions.ts'
import type { Sink, SinkProcessor, Status } from '../sinks/sink.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { ProcessorContext } from './processor-context.ts'

const FAILURE_PENALTY_MS = 1000
const LOGGER = 'FailoverSinkProcessor'

interface FailedSink {
  readonly sink: Sink
  readonly priority: number
  failures: number
  refreshMs: number
}

/** What a failover group is made of. */
export interface FailoverOptions {
  /** Sinks with their priorities; the highest is used. */
  readonly live: readonly (readonly [sink: Sink, priority: number])[]
  readonly maxPenaltyMs: number
}

/**
 * Uses the sink of the highest priority; one that throws is left alone for 2, 4, 8 … seconds, and the next takes over.
 * Source: org.apache.flume.sink.FailoverSinkProcessor.
 */
export class FailoverSinkProcessor implements SinkProcessor {
  readonly className = 'org.apache.flume.sink.FailoverSinkProcessor'
  readonly #context: ProcessorContext
  readonly #maxPenaltyMs: number
  readonly #all: readonly Sink[]
  readonly #live: Map<number, Sink>
  readonly #failed: FailedSink[] = []
  #active: Sink | undefined

  constructor(context: ProcessorContext, { live, maxPenaltyMs }: FailoverOptions) {
    this.#context = context
    this.#maxPenaltyMs = maxPenaltyMs
    this.#all = live.map(([sink]) => sink)
    this.#live = new Map(live.map(([sink, priority]) => [priority, sink]))
    this.#active = this.#highest()?.sink
  }

  *start(thread: JavaThread): Flow<void> {
    for (const sink of this.#all) yield* sink.start(thread)
  }

  *stop(thread: JavaThread): Flow<void> {
    for (const sink of this.#all) yield* sink.stop(thread)
  }

  *process(thread: JavaThread): Flow<Status> {
    const recovered = yield* this.#retryFailed(thread)
    if (recovered !== undefined) return recovered
    for (let active = this.#active; active !== undefined; active = this.#active) {
      try {
        return yield* active.process(thread)
      } catch (error) {
        const thrown = asJavaException(error)
        if (thrown instanceof InterruptedException) throw thrown
        this.#context.log('WARN', { logger: LOGGER, message: `Sink ${active.name} failed and has been sent to failover list`, thrown })
        this.#moveActiveToDead(active)
      }
    }
    throw eventDeliveryException('All sinks failed to process, nothing left to failover to')
  }

  /** Tries those whose penalty has ended. @returns what the call ends with, if one of them answered at all */
  *#retryFailed(thread: JavaThread): Flow<Status | undefined> {
    const nowMs = this.#context.nowMs()
    for (let current = this.#firstToRetry(nowMs); current !== undefined; current = this.#firstToRetry(nowMs)) {
      try {
        const status = yield* current.sink.process(thread)
        if (status === 'READY') {
          this.#failed.splice(this.#failed.indexOf(current), 1)
          this.#live.set(current.priority, current.sink)
          this.#active = this.#highest()?.sink
        }
        return status
      } catch (error) {
        const thrown = asJavaException(error)
        if (thrown instanceof InterruptedException) throw thrown
        current.failures++
        current.refreshMs = this.#refreshMs(current.failures)
      }
    }
    return undefined
  }

  #firstToRetry(nowMs: number): FailedSink | undefined {
    let first: FailedSink | undefined
    for (const failed of this.#failed) if (first === undefined || failed.refreshMs < first.refreshMs) first = failed
    return first !== undefined && first.refreshMs < nowMs ? first : undefined
  }

  #moveActiveToDead(active: Sink): void {
    const highest = this.#highest()
    if (highest !== undefined) {
      this.#live.delete(highest.priority)
      this.#failed.push({ sink: active, priority: highest.priority, failures: 1, refreshMs: this.#refreshMs(1) })
    }
    this.#active = this.#highest()?.sink
  }

  /** Java's int: from 22 failures on the product overflows, and the penalty is negative or 0. */
  #refreshMs(failures: number): number {
    return this.#context.nowMs() + Math.min(this.#maxPenaltyMs, Math.imul(1 << failures, FAILURE_PENALTY_MS))
  }

  #highest(): { readonly priority: number; readonly sink: Sink } | undefined {
    let highest: { readonly priority: number; readonly sink: Sink } | undefined
    for (const [priority, sink] of this.#live) if (highest === undefined || priority > highest.priority) highest = { priority, sink }
    return highest
  }
}
