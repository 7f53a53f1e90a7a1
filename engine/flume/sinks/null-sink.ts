import { countEvents } from '../event/event-run.ts'
import { asJavaException, eventDeliveryException } from '../exceptions.ts'
import type { Flow, JavaThread } from '../thread/java-thread.ts'
import type { Sink, Status } from './sink.ts'
import { deliver, type SinkContext } from './sink-context.ts'

const LOGGER = 'NullSink'

/** Takes events and forgets them: delivered is what it took. Source: org.apache.flume.sink.NullSink. */
export class NullSink implements Sink {
  readonly name: string
  readonly #context: SinkContext
  readonly #batchSize: number
  readonly #logEveryNEvents: number
  #eventsSuccess = 0

  constructor(context: SinkContext) {
    this.#context = context
    this.name = context.loaded.name
    this.#batchSize = context.loaded.batchSize ?? 100
    this.#logEveryNEvents = Number(context.loaded.settings['logEveryNEvents'] ?? 10_000)
  }

  get description(): string {
    return `NullSink ${this.name} { batchSize: ${this.#batchSize} }`
  }

  *start(): Flow<void> {
    this.#info(`Starting ${this.description}...`)
    this.#info(`Null sink ${this.name} started.`)
  }

  *stop(): Flow<void> {
    this.#info(`Null sink ${this.name} stopping...`)
  }

  *process(thread: JavaThread): Flow<Status> {
    const transaction = this.#context.channel.getTransaction(thread)
    try {
      transaction.begin()
      const events = yield* transaction.take(this.#batchSize)
      const taken = countEvents(events)
      this.#logProgress(taken)
      yield* transaction.commit()
      deliver(this.#context, events)
      this.#eventsSuccess += taken
      return taken < this.#batchSize ? 'BACKOFF' : 'READY'
    } catch (error) {
      const thrown = asJavaException(error)
      yield* transaction.rollback()
      this.#context.agent.log(this.name, 'ERROR', { logger: LOGGER, message: 'Failed to deliver event. Exception follows.', thrown })
      throw eventDeliveryException('Failed to deliver event: null', thrown)
    } finally {
      transaction.close()
    }
  }

  /** It counts its takes, the one that gave null included. */
  #logProgress(taken: number): void {
    const takes = taken < this.#batchSize ? taken + 1 : taken
    const every = this.#logEveryNEvents
    for (let next = Math.floor(this.#eventsSuccess / every) + 1; next * every <= this.#eventsSuccess + takes; next++) {
      this.#info(`Null sink ${this.name} successful processed ${next * every} events.`)
    }
  }

  #info(message: string): void {
    this.#context.agent.log(this.name, 'INFO', { logger: LOGGER, message })
  }
}
