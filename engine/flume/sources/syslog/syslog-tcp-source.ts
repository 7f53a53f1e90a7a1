import type { Endpoint } from '../../../sim/connection.ts'
import { Counters } from '../../agent/counters.ts'
import { appendEvents, countEvents, eachEvent, type EventRun } from '../../event/event-run.ts'
import { asThrowable, InterruptedException, isChannelException } from '../../exceptions.ts'
import type { LineReply, LinesMessage } from '../../rpc/line-messages.ts'
import { Inbox } from '../../thread/inbox.ts'
import { JavaThread, type Flow } from '../../thread/java-thread.ts'
import { openPort } from '../open-port.ts'
import type { Source } from '../source.ts'
import type { SourceContext } from '../source-context.ts'
import { multiportSyslogEvent, syslogEvents } from './syslog-event.ts'

/** What sets the two sources of syslog over TCP apart. */
export interface SyslogTcpKind {
  readonly className: string
  readonly logger: string
  readonly channelFailure: string
  /** The events of one line. */
  readonly events: typeof syslogEvents
  /** Whether events go to the channel in batches, or one by one. */
  readonly isBatched: boolean
}

/** org.apache.flume.source.SyslogTcpSource. */
export const syslogTcp: SyslogTcpKind = {
  className: 'org.apache.flume.source.SyslogTcpSource',
  logger: 'SyslogTcpSource',
  channelFailure: 'Error writting to channel, event dropped',
  events: syslogEvents,
  isBatched: false,
}

/** org.apache.flume.source.MultiportSyslogTCPSource. */
export const multiportSyslogTcp: SyslogTcpKind = {
  className: 'org.apache.flume.source.MultiportSyslogTCPSource',
  logger: 'MultiportSyslogTCPSource',
  channelFailure: 'Error writing to channel, event dropped',
  events: (context, line, prefix) => [multiportSyslogEvent(context, line, prefix)],
  isBatched: true,
}

/** Makes events of syslog lines; what the channel refuses is dropped, and nobody is told. */
export class SyslogTcpSource implements Source {
  readonly name: string
  readonly counters: Counters
  readonly #context: SourceContext
  readonly #kind: SyslogTcpKind
  readonly #ports: readonly number[]
  readonly #batchSize: number
  #closePorts: (() => void)[] = []

  constructor(context: SourceContext, kind: SyslogTcpKind, ports: readonly number[]) {
    this.#context = context
    this.#kind = kind
    this.name = context.name
    this.counters = new Counters(context.agent, 'SOURCE', context.name)
    this.#ports = ports
    this.#batchSize = kind.isBatched ? (context.loaded.batchSize ?? 100) : 1
  }

  get description(): string {
    return `${this.#kind.className}{name:${this.name},state:IDLE}`
  }

  *start(): Flow<void> {
    const starting = this.#kind.isBatched ? `Starting ${this.description}...` : 'Syslog TCP Source starting...'
    this.#context.log('INFO', { logger: this.#kind.logger, message: starting })
    this.#closePorts = this.#ports.map((port) =>
      openPort<LineReply, LinesMessage>(this.#context.agent, port, (endpoint) => this.#accept(endpoint, port)),
    )
    this.counters.start()
  }

  *stop(): Flow<void> {
    this.#context.log('INFO', { logger: this.#kind.logger, message: this.#kind.isBatched ? `Stopping ${this.description}...` : 'Syslog TCP Source stopping...' })
    for (const close of this.#closePorts) close()
    this.#closePorts = []
    this.counters.stop()
  }

  #accept(endpoint: Endpoint<LineReply>, port: number): Inbox<LinesMessage>['events'] {
    const inbox = new Inbox<LinesMessage>(endpoint)
    new JavaThread(this.#context.agent.process, `syslog-${this.name}`, (thread) => this.#serve(thread, inbox, port))
    return inbox.events
  }

  *#serve(thread: JavaThread, inbox: Inbox<LinesMessage>, port: number): Flow<void> {
    for (;;) {
      const message = yield* inbox.receive()
      if (message === undefined) return
      const grip = this.#context.hands.hold(message.lines)
      try {
        yield* this.#putAll(thread, this.#batches(message, port))
      } catch (error) {
        if (error instanceof InterruptedException) return
        throw error
      } finally {
        grip.release()
      }
    }
  }

  /** A failure that is not the channel's ends SyslogTcpSource's look at what it has read from the socket: the rest is gone. */
  *#putAll(thread: JavaThread, batches: Generator<EventRun[]>): Flow<void> {
    let failure: string | undefined
    for (const batch of batches) {
      if (failure === undefined) failure = yield* this.#put(thread, batch)
      else this.#context.dropped(batch, `read from the socket with an event that failed: ${failure}`)
    }
  }

  *#batches({ lines, prefix }: LinesMessage, port: number): Generator<EventRun[]> {
    let batch: EventRun[] = []
    for (const event of this.#eventsOf(lines, prefix)) {
      if (event.body === '') {
        this.#context.dropped([event], 'an empty line is no event')
        continue
      }
      const portHeader = this.#context.loaded.settings['portHeader']
      appendEvents(batch, portHeader === undefined ? event : { ...event, headers: new Map([...(event.headers ?? []), [String(portHeader), String(port)]]) })
      if (countEvents(batch) < this.#batchSize) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  }

  *#eventsOf(lines: readonly EventRun[], prefix: string): Generator<EventRun> {
    for (const line of eachEvent(lines)) yield* this.#kind.events(this.#context, line, prefix)
  }

  /** @returns what ends the handling of all that came with the batch */
  *#put(thread: JavaThread, batch: readonly EventRun[]): Flow<string | undefined> {
    const count = countEvents(batch)
    this.counters.add('EventReceivedCount', count)
    try {
      yield* this.#kind.isBatched ? this.#context.processor.processEventBatch(thread, batch) : this.#putOne(thread, batch)
      this.counters.add('EventAcceptedCount', count)
      this.#context.accepted(batch)
    } catch (error) {
      const thrown = asThrowable(error)
      if (thrown instanceof InterruptedException) throw thrown
      const reason = thrown.message
      const isOfChannel = isChannelException(thrown)
      const message = isOfChannel || this.#kind.isBatched ? this.#kind.channelFailure : 'Error parsing event from syslog stream, event dropped'
      this.#context.log('ERROR', { logger: this.#kind.logger, message, thrown })
      this.counters.add(isOfChannel ? 'ChannelWriteFail' : 'EventReadFail')
      this.#context.dropped(batch, `${reason}; syslog has no answer`)
      if (!isOfChannel && !this.#kind.isBatched) return reason
    }
    return undefined
  }

  *#putOne(thread: JavaThread, [event]: readonly EventRun[]): Flow<void> {
    if (event !== undefined) yield* this.#context.processor.processEvent(thread, event)
  }
}
