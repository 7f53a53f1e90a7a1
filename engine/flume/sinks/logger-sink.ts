import { asJavaException, eventDeliveryException } from '../exceptions.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import { dumpEvent } from './dump-event.ts'
import type { Sink, Status } from './sink.ts'
import { deliver, type SinkContext } from './sink-context.ts'

const LOGGER = 'LoggerSink'
/** Whatever the configuration says: the sink never sees its properties. */
const MAX_BYTES_TO_LOG = 16

/** Writes each event to the log, one a transaction. Source: org.apache.flume.sink.LoggerSink. */
export class LoggerSink implements Sink {
  readonly name: string
  readonly #context: SinkContext

  constructor(context: SinkContext) {
    this.#context = context
    this.name = context.loaded.name
  }

  get description(): string {
    return `org.apache.flume.sink.LoggerSink{name:${this.name}, channel:${this.#context.channel.name}}`
  }

  *start(): Flow<void> {}

  *stop(): Flow<void> {}

  *process(thread: JavaThread): Flow<Status> {
    const { agent, channel } = this.#context
    const transaction = channel.getTransaction(thread)
    try {
      transaction.begin()
      const [event] = yield* transaction.take(1)
      if (event !== undefined) {
        agent.log(this.name, 'INFO', { logger: LOGGER, message: `Event: ${dumpEvent(agent.lane.streams, event, MAX_BYTES_TO_LOG)}` })
        deliver(this.#context, [event])
      }
      yield* transaction.commit()
      return event === undefined ? 'BACKOFF' : 'READY'
    } catch (error) {
      const thrown = asJavaException(error)
      yield* transaction.rollback()
      throw eventDeliveryException('Failed to log event', thrown)
    } finally {
      transaction.close()
    }
  }
}
