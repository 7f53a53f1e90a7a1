import type { Endpoint } from '../../sim/connection.ts'
import { charsetNamed, readAs, type Charset } from '../event/charset-text.ts'
import { bodyOf, eachEvent, partOf, type EventRun } from '../event/event-run.ts'
import { asJavaException, asThrowable, flumeException, InterruptedException, isChannelException } from '../exceptions.ts'
import type { LineReply, LinesMessage } from '../rpc/line-messages.ts'
import { Inbox } from '../thread/inbox.ts'
import { compute, JavaThread, type Flow } from '../thread/java-thread.ts'
import { openPort } from './open-port.ts'
import type { Source } from './source.ts'
import type { SourceContext } from './source-context.ts'

const LOGGER = 'NetcatSource'

/** Makes an event of each line of a TCP connection and answers it. Source: org.apache.flume.source.NetcatSource. */
export class NetcatSource implements Source {
  readonly name: string
  readonly #context: SourceContext
  readonly #port: number
  readonly #acksEveryEvent: boolean
  readonly #maxLineLength: number
  readonly #charset: Charset
  #closePort: (() => void) | undefined

  constructor(context: SourceContext) {
    const { settings } = context.loaded
    this.#context = context
    this.name = context.name
    this.#port = Number(settings['port'])
    this.#acksEveryEvent = settings['ackEveryEvent'] !== false
    this.#maxLineLength = Number(settings['maxLineLength'] ?? 512)
    this.#charset = charsetNamed(String(settings['sourceEncoding'] ?? 'utf-8')) ?? 'utf-8'
  }

  get description(): string {
    return `org.apache.flume.source.NetcatSource{name:${this.name},state:IDLE}`
  }

  *start(): Flow<void> {
    this.#context.log('INFO', { logger: LOGGER, message: 'Source starting' })
    try {
      this.#closePort = openPort<LineReply, LinesMessage>(this.#context.agent, this.#port, (endpoint) => this.#accept(endpoint))
    } catch (error) {
      const thrown = asJavaException(error)
      this.#context.log('ERROR', { logger: LOGGER, message: 'Unable to bind to socket. Exception follows.', thrown })
      throw flumeException(thrown.message, thrown)
    }
    const message = `Created serverSocket:sun.nio.ch.ServerSocketChannelImpl[/${String(this.#context.loaded.settings['hostName'])}:${this.#port}]`
    this.#context.log('INFO', { logger: LOGGER, message })
  }

  /** Closes the listener; open connections go on. */
  *stop(): Flow<void> {
    this.#context.log('INFO', { logger: LOGGER, message: 'Source stopping' })
    this.#closePort?.()
    this.#closePort = undefined
    yield* compute(this.#context.agent.process, 0)
  }

  #accept(endpoint: Endpoint<LineReply>): Inbox<LinesMessage>['events'] {
    const inbox = new Inbox<LinesMessage>(endpoint)
    new JavaThread(this.#context.agent.process, `netcat-handler-${this.name}`, (thread) => this.#handle(thread, endpoint, inbox))
    return inbox.events
  }

  *#handle(thread: JavaThread, endpoint: Endpoint<LineReply>, inbox: Inbox<LinesMessage>): Flow<void> {
    for (;;) {
      const message = yield* inbox.receive()
      if (message === undefined) return
      const grip = this.#context.hands.hold(message.lines)
      try {
        if (message.hasRawBytes === true && this.#charset === 'utf-8') {
          this.#refuseBytes(endpoint, message.lines)
          return
        }
        if (!(yield* this.#processLines(thread, endpoint, message))) return
      } catch (error) {
        const thrown = asThrowable(error)
        if (thrown instanceof InterruptedException) return
        this.#context.dropped(message.lines, `the handler of the connection died: ${thrown.message}`)
        return
      } finally {
        grip.release()
      }
    }
  }

  /** @returns false when the connection is over */
  *#processLines(thread: JavaThread, endpoint: Endpoint<LineReply>, { lines, prefix, unfinished }: LinesMessage): Flow<boolean> {
    for (const line of eachEvent(lines)) {
      const event = this.#decoded(line, prefix)
      if (bodyOf(this.#context.agent.lane.streams, event).length >= this.#maxLineLength) {
        this.#context.dropped(from(lines, line), this.#refuseLength(endpoint), true)
        return false
      }
      yield* this.#processLine(thread, endpoint, event)
    }
    if ((unfinished ?? '').length < this.#maxLineLength) return true
    this.#refuseLength(endpoint)
    return false
  }

  /** A line as its reader's charset has it. */
  #decoded(line: EventRun, prefix: string): EventRun {
    if (prefix === '' && this.#charset === 'utf-8') return line
    return { ...line, body: readAs(prefix + bodyOf(this.#context.agent.lane.streams, line), this.#charset) }
  }

  /** The decoder finds bytes that its charset has not: whatever came with them is lost, and the connection ends. */
  #refuseBytes(endpoint: Endpoint<LineReply>, lines: readonly EventRun[]): void {
    this.#context.dropped(lines, 'bytes that are malformed in the source\'s encoding: the handler of the connection ended')
    endpoint.close()
  }

  /** The buffer is full and has no newline: the connection ends. @returns the reply */
  #refuseLength(endpoint: Endpoint<LineReply>): string {
    this.#context.log('WARN', { logger: LOGGER, message: 'Client sent event exceeding the maximum length' })
    const text = `FAILED: Event exceeds the maximum length (${this.#maxLineLength} chars, including newline)`
    reply(endpoint, text)
    endpoint.close()
    return text
  }

  *#processLine(thread: JavaThread, endpoint: Endpoint<LineReply>, event: EventRun): Flow<void> {
    try {
      yield* this.#context.processor.processEvent(thread, event)
    } catch (error) {
      if (!isChannelException(error)) throw error
      this.#context.log('WARN', { logger: LOGGER, message: 'Error processing event. Exception follows.', thrown: error })
      this.#context.dropped([event], error.message, true)
      reply(endpoint, `FAILED: ${error.javaMessage ?? 'null'}`)
      return
    }
    if (this.#acksEveryEvent) reply(endpoint, 'OK')
    else this.#context.accepted([event])
  }
}

function reply(endpoint: Endpoint<LineReply>, text: string): void {
  endpoint.send({ text }, text.length + 1)
}

/** The lines from one of them on. */
function from(lines: readonly EventRun[], line: EventRun): EventRun[] {
  const rest: EventRun[] = []
  for (const run of lines) {
    if (rest.length > 0) rest.push(run)
    else if (line.first >= run.first && line.first < run.first + run.count) rest.push(partOf(run, line.first - run.first, run.first + run.count - line.first))
  }
  return rest
}
