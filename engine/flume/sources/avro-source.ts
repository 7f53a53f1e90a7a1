import type { Endpoint } from '../../sim/connection.ts'
import { Counters } from '../agent/counters.ts'
import { countEvents } from '../event/event-run.ts'
import { asJavaException, asThrowable, flumeException, InterruptedException, isChannelException, OutOfMemoryError } from '../exceptions.ts'
import { REPLY_BYTES, type AvroReply, type AvroRequest } from '../rpc/avro-messages.ts'
import { Inbox } from '../thread/inbox.ts'
import { JavaThread, type Flow } from '../thread/java-thread.ts'
import { openPort } from './open-port.ts'
import type { Source } from './source.ts'
import type { SourceContext } from './source-context.ts'

const LOGGER = 'AvroSource'

/** Takes events from Avro clients, and answers each call when they are in the channels. Source: org.apache.flume.source.AvroSource. */
export class AvroSource implements Source {
  readonly name: string
  readonly counters: Counters
  readonly #context: SourceContext
  readonly #port: number
  readonly #connections = new Set<Endpoint<AvroReply>>()
  #closePort: (() => void) | undefined

  constructor(context: SourceContext) {
    this.#context = context
    this.name = context.name
    this.counters = new Counters(context.agent, 'SOURCE', context.name)
    this.#port = Number(context.loaded.settings['port'])
  }

  get description(): string {
    const bind = String(this.#context.loaded.settings['bindAddress'])
    return `Avro source ${this.name}: { bindAddress: ${bind}, port: ${this.#port} }`
  }

  *start(): Flow<void> {
    this.#info(`Starting ${this.description}...`)
    try {
      this.#closePort = openPort<AvroReply, AvroRequest>(this.#context.agent, this.#port, (endpoint) => this.#accept(endpoint))
    } catch (error) {
      const thrown = asJavaException(error)
      const message = `Avro source ${this.name} startup failed. Cannot initialize Netty server`
      this.#context.log('ERROR', { logger: LOGGER, message, thrown })
      throw flumeException('Failed to set up server socket', thrown)
    }
    this.counters.start()
    this.#info(`Avro source ${this.name} started.`)
  }

  /** Closes the port and all connections; a call under way goes on, and its answer is lost. */
  *stop(): Flow<void> {
    this.#info(`Avro source ${this.name} stopping: ${this.description}`)
    this.#closePort?.()
    this.#closePort = undefined
    for (const endpoint of this.#connections) endpoint.close()
    this.#connections.clear()
    this.counters.stop()
    this.#info(`Avro source ${this.name} stopped. Metrics: SOURCE:${this.name}`)
  }

  #accept(endpoint: Endpoint<AvroReply>): Inbox<AvroRequest>['events'] {
    const inbox = new Inbox<AvroRequest>(endpoint)
    this.#connections.add(endpoint)
    new JavaThread(this.#context.agent.process, `avro-${this.name}`, (thread) => this.#serve(thread, endpoint, inbox))
    return inbox.events
  }

  *#serve(thread: JavaThread, endpoint: Endpoint<AvroReply>, inbox: Inbox<AvroRequest>): Flow<void> {
    for (;;) {
      const request = yield* inbox.receive()
      if (request === undefined) break
      const grip = this.#context.hands.hold(request.events)
      try {
        const status = yield* request.method === 'append' ? this.#append(thread, request) : this.#appendBatch(thread, request)
        endpoint.send({ status }, REPLY_BYTES)
      } catch (error) {
        if (error instanceof OutOfMemoryError) {
          this.#closeAfter(endpoint, error)
          return
        }
        if (!(asJavaException(error) instanceof InterruptedException)) endpoint.send({ status: 'FAILED' }, REPLY_BYTES)
      } finally {
        grip.release()
      }
    }
    this.#connections.delete(endpoint)
  }

  /** Avro's server closes the connection of a call that ends in an Error; the source goes on. Source: NettyServer.exceptionCaught. */
  #closeAfter(endpoint: Endpoint<AvroReply>, thrown: OutOfMemoryError): void {
    this.#context.log('WARN', { logger: 'NettyServer', message: 'Unexpected exception from downstream.', thrown })
    this.#connections.delete(endpoint)
    endpoint.close()
  }

  *#append(thread: JavaThread, { events }: AvroRequest): Flow<AvroReply['status']> {
    const { counters } = this
    const [event] = events
    if (event === undefined) return 'OK'
    counters.add('AppendReceivedCount')
    counters.add('EventReceivedCount')
    try {
      yield* this.#context.processor.processEvent(thread, event)
    } catch (error) {
      if (!isChannelException(error)) throw error
      const message = `Avro source ${this.name}: Unable to process event. Exception follows.`
      this.#context.log('WARN', { logger: LOGGER, message, thrown: error })
      counters.add('ChannelWriteFail')
      return 'FAILED'
    }
    counters.add('AppendAcceptedCount')
    counters.add('EventAcceptedCount')
    return 'OK'
  }

  *#appendBatch(thread: JavaThread, { events }: AvroRequest): Flow<AvroReply['status']> {
    const { counters } = this
    const count = countEvents(events)
    counters.add('AppendBatchReceivedCount')
    counters.add('EventReceivedCount', count)
    try {
      yield* this.#context.processor.processEventBatch(thread, events)
    } catch (error) {
      const thrown = asThrowable(error)
      const message = `Avro source ${this.name}: Unable to process event batch. Exception follows.`
      this.#context.log('ERROR', { logger: LOGGER, message, thrown })
      counters.add('ChannelWriteFail')
      if (thrown instanceof OutOfMemoryError) throw thrown
      return 'FAILED'
    }
    counters.add('AppendBatchAcceptedCount')
    counters.add('EventAcceptedCount', count)
    return 'OK'
  }

  #info(message: string): void {
    this.#context.log('INFO', { logger: LOGGER, message })
  }
}
