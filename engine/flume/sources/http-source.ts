import type { Endpoint } from '../../sim/connection.ts'
import { Counters } from '../agent/counters.ts'
import { countEvents, eachEvent, NULL_HEADER_VALUE, type EventRun } from '../event/event-run.ts'
import { asJavaException, asThrowable, flumeException, InterruptedException, isChannelException } from '../exceptions.ts'
import type { HttpRequest, HttpResponse } from '../rpc/http-messages.ts'
import { Inbox } from '../thread/inbox.ts'
import { JavaThread, type Flow } from '../thread/java-thread.ts'
import { readJsonEvents } from './http/json-handler.ts'
import { openPort } from './open-port.ts'
import type { Source } from './source.ts'
import type { SourceContext } from './source-context.ts'

const LOGGER = 'HTTPSource'
const RESPONSE_BYTES = 120
/** Answers that the servlet gives without looking at the request. */
const REFUSED_METHODS: ReadonlyMap<string, number> = new Map([['PUT', 405], ['DELETE', 405], ['TRACE', 403], ['OPTIONS', 403]])

/** Takes each POST as one batch and answers when it is in the channels. Source: org.apache.flume.source.http.HTTPSource. */
export class HttpSource implements Source {
  readonly name: string
  readonly counters: Counters
  readonly #context: SourceContext
  readonly #port: number
  #closePort: (() => void) | undefined

  constructor(context: SourceContext) {
    this.#context = context
    this.name = context.name
    this.counters = new Counters(context.agent, 'SOURCE', context.name)
    this.#port = Number(context.loaded.settings['port'])
  }

  get description(): string {
    return `org.apache.flume.source.http.HTTPSource{name:${this.name},state:IDLE}`
  }

  *start(): Flow<void> {
    try {
      this.#closePort = openPort<HttpResponse, HttpRequest>(this.#context.agent, this.#port, (endpoint) => this.#accept(endpoint))
    } catch (error) {
      const thrown = asJavaException(error)
      this.#context.log('ERROR', { logger: LOGGER, message: 'Error while starting HTTPSource. Exception follows.', thrown })
      throw flumeException(thrown.message, thrown)
    }
    this.counters.start()
  }

  *stop(): Flow<void> {
    this.#closePort?.()
    this.#closePort = undefined
    this.counters.stop()
    this.#context.log('INFO', { logger: LOGGER, message: `Http source ${this.name} stopped. Metrics: SOURCE:${this.name}` })
  }

  #accept(endpoint: Endpoint<HttpResponse>): Inbox<HttpRequest>['events'] {
    const inbox = new Inbox<HttpRequest>(endpoint)
    new JavaThread(this.#context.agent.process, `qtp-${this.name}`, (thread) => this.#serve(thread, endpoint, inbox))
    return inbox.events
  }

  *#serve(thread: JavaThread, endpoint: Endpoint<HttpResponse>, inbox: Inbox<HttpRequest>): Flow<void> {
    for (;;) {
      const request = yield* inbox.receive()
      if (request === undefined) return
      const grip = this.#context.hands.hold(request.events)
      const status = REFUSED_METHODS.get(request.written?.method ?? 'POST') ?? (yield* this.#post(thread, request))
      grip.release()
      endpoint.send({ status }, RESPONSE_BYTES)
    }
  }

  *#post(thread: JavaThread, request: HttpRequest): Flow<number> {
    let events: readonly EventRun[]
    try {
      events = this.#read(request)
    } catch (error) {
      return this.#refuseRequest(asJavaException(error))
    }
    const count = countEvents(events)
    this.counters.add('AppendBatchReceivedCount')
    this.counters.add('EventReceivedCount', count)
    try {
      yield* this.#context.processor.processEventBatch(thread, events)
    } catch (error) {
      const thrown = asThrowable(error)
      if (thrown instanceof InterruptedException) return 500
      return this.#refuse(thrown)
    }
    this.counters.add('AppendBatchAcceptedCount')
    this.counters.add('EventAcceptedCount', count)
    return 200
  }

  /** The events of the body: its first is the first record, and so on; the last record stands for all that follow. */
  #read({ events, written }: HttpRequest): readonly EventRun[] {
    if (written === undefined) return events
    const records = [...eachEvent(events)]
    return readJsonEvents(written.contentType, written.body).flatMap(({ headers, body }, index) => {
      const record = records[index] ?? records[records.length - 1]
      if (record === undefined) return []
      return [{ first: record.first, count: 1, headers: new Map([...headers].map(([key, value]) => [key, value ?? NULL_HEADER_VALUE])), body }]
    })
  }

  #refuseRequest(thrown: ReturnType<typeof asJavaException>): number {
    const isBad = thrown.is('org.apache.flume.source.http.HTTPBadRequestException')
    const message = isBad ? 'Received bad request from client. ' : 'Deserializer threw unexpected exception. '
    this.#context.log('WARN', { logger: LOGGER, message, thrown })
    this.counters.add('EventReadFail')
    return isBad ? 400 : 500
  }

  #refuse(thrown: ReturnType<typeof asJavaException>): number {
    const isFull = isChannelException(thrown)
    const message = isFull
      ? 'Error appending event to channel. Channel might be full. Consider increasing the channel capacity or make sure the sinks perform faster.'
      : 'Unexpected error appending event to channel. '
    this.#context.log('WARN', { logger: LOGGER, message, thrown })
    this.counters.add(isFull ? 'ChannelWriteFail' : 'GenericProcessingFail')
    return isFull ? 503 : 500
  }
}
