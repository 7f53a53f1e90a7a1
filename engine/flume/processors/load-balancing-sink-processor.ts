import { asJavaException, eventDeliveryException, InterruptedException } from '../exceptions.ts'
import type { Sink, SinkProcessor, Status } from '../sinks/sink.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import { OrderSelector } from './order-selector.ts'
import type { ProcessorContext } from './processor-context.ts'

const LOGGER = 'LoadBalancingSinkProcessor'

/** How a load-balancing group chooses. */
export interface LoadBalancingOptions {
  readonly sinks: readonly Sink[]
  readonly kind: 'round robin' | 'random'
  readonly backoff: boolean
  readonly maxTimeOutMs: number
}

/** Uses its sinks in turn, or at random; when one throws, the next takes the call. Source: org.apache.flume.sink.LoadBalancingSinkProcessor. */
export class LoadBalancingSinkProcessor implements SinkProcessor {
  readonly className = 'org.apache.flume.sink.LoadBalancingSinkProcessor'
  readonly #context: ProcessorContext
  readonly #sinks: readonly Sink[]
  readonly #selector: OrderSelector<Sink>

  constructor(context: ProcessorContext, { sinks, kind, backoff, maxTimeOutMs }: LoadBalancingOptions) {
    this.#context = context
    this.#sinks = sinks
    this.#selector = new OrderSelector(sinks, { kind, backoff, maxTimeOutMs, random: context.random, nowMs: () => context.nowMs() })
  }

  *start(thread: JavaThread): Flow<void> {
    for (const sink of this.#sinks) yield* sink.start(thread)
  }

  *stop(thread: JavaThread): Flow<void> {
    for (const sink of this.#sinks) yield* sink.stop(thread)
  }

  *process(thread: JavaThread): Flow<Status> {
    for (const sink of this.#selector.order()) {
      try {
        return yield* sink.process(thread)
      } catch (error) {
        const thrown = asJavaException(error)
        if (thrown instanceof InterruptedException) throw thrown
        this.#selector.informFailure(sink)
        this.#context.log('WARN', { logger: LOGGER, message: 'Sink failed to consume event. Attempting next sink if available.', thrown })
      }
    }
    throw eventDeliveryException('All configured sinks have failed')
  }
}
