import { Counters } from '../agent/counters.ts'
import { bodyOf, NULL_HEADER_KEY, type EventRun } from '../event/event-run.ts'
import { asThrowable, InterruptedException, isChannelException } from '../exceptions.ts'
import { udpPort, type LineReply, type LinesMessage } from '../rpc/line-messages.ts'
import { JavaThread, type Flow } from '../thread/java-thread.ts'
import { openPort } from './open-port.ts'
import type { Source } from './source.ts'
import type { SourceContext } from './source-context.ts'
import { syslogEvent } from './syslog/syslog-event.ts'

/** What a socket's receive buffer holds (net.core.rmem_default, in datagrams of a few hundred bytes). */
const QUEUE_MAX = 256

/** What sets two sources of datagrams apart. */
export interface DatagramKind {
  readonly className: string
  readonly logger: string
  readonly channelFailure: string
  readonly otherFailure: string
  readonly isCounted: boolean
}

/** org.apache.flume.source.NetcatUdpSource. */
export const netcatUdp: DatagramKind = {
  className: 'org.apache.flume.source.NetcatUdpSource',
  logger: 'NetcatUdpSource',
  channelFailure: 'Error writing to channel',
  otherFailure: 'Error retrieving event from udp stream, event dropped',
  isCounted: false,
}

/** org.apache.flume.source.SyslogUDPSource. */
export const syslogUdp: DatagramKind = {
  className: 'org.apache.flume.source.SyslogUDPSource',
  logger: 'SyslogUDPSource',
  channelFailure: 'Error writting to channel',
  otherFailure: 'Error parsing event from syslog stream, event dropped',
  isCounted: true,
}

/** Makes an event of each datagram; nobody is told of those that the channel refuses. */
export class DatagramSource implements Source {
  readonly name: string
  readonly counters?: Counters
  readonly #context: SourceContext
  readonly #kind: DatagramKind
  readonly #port: number
  #queue: LinesMessage[] = []
  #wake: (() => void) | undefined
  #closePort: (() => void) | undefined
  #thread: JavaThread | undefined

  constructor(context: SourceContext, kind: DatagramKind) {
    this.#context = context
    this.#kind = kind
    this.name = context.name
    this.#port = Number(context.loaded.settings['port'])
    if (kind.isCounted) this.counters = new Counters(context.agent, 'SOURCE', context.name)
    context.hands.watch((visit) => {
      for (const { lines } of this.#queue) for (const run of lines) visit(run)
    })
  }

  get description(): string {
    return `${this.#kind.className}{name:${this.name},state:IDLE}`
  }

  *start(): Flow<void> {
    this.#closePort = openPort<LineReply, LinesMessage>(this.#context.agent, udpPort(this.#port), () => ({
      onMessage: (message) => {
        this.#receive(message)
      },
    }))
    this.#thread = new JavaThread(this.#context.agent.process, `udp-${this.name}`, (thread) => this.#run(thread))
    this.counters?.start()
  }

  *stop(thread: JavaThread): Flow<void> {
    this.#closePort?.()
    this.#closePort = undefined
    this.#thread?.interrupt()
    if (this.#thread !== undefined && this.#thread !== thread) yield* this.#thread.join()
    for (const { lines } of this.#queue) this.#context.dropped(lines, 'in the socket when the source stopped')
    this.#queue = []
    this.counters?.stop()
  }

  #receive(message: LinesMessage): void {
    if (this.#queue.length >= QUEUE_MAX) {
      this.#context.dropped(message.lines, "the socket's receive buffer was full")
      return
    }
    this.#queue.push(message)
    this.#wake?.()
  }

  *#run(thread: JavaThread): Flow<void> {
    try {
      for (;;) {
        const message = this.#queue[0]
        if (message === undefined) yield* this.#waitForDatagram()
        else yield* this.#process(thread, message)
      }
    } catch (error) {
      if (!(error instanceof InterruptedException)) throw error
    }
  }

  *#process(thread: JavaThread, { lines, prefix }: LinesMessage): Flow<void> {
    this.counters?.add('EventReceivedCount')
    const events = lines.map((line) => this.#eventOf(line, prefix))
    try {
      for (const event of events) yield* this.#context.processor.processEvent(thread, event)
      this.counters?.add('EventAcceptedCount')
      this.#context.accepted(events)
    } catch (error) {
      const thrown = asThrowable(error)
      if (thrown instanceof InterruptedException) throw thrown
      const isFull = isChannelException(thrown)
      const message = isFull ? this.#kind.channelFailure : this.#kind.otherFailure
      this.#context.log('ERROR', { logger: this.#kind.logger, message, thrown })
      this.counters?.add(isFull ? 'ChannelWriteFail' : 'EventReadFail')
      this.#context.dropped(events, `${thrown.message}; UDP has no answer`)
    }
    this.#queue.shift()
  }

  #eventOf(line: EventRun, prefix: string): EventRun {
    if (this.#kind === syslogUdp) return syslogEvent(this.#context, line, prefix)
    const header = this.#context.loaded.settings['remoteHostHeader']
    const headers = new Map([[header === undefined ? NULL_HEADER_KEY : String(header), `/127.0.0.1:${this.#port}`]])
    return prefix === '' ? { ...line, headers } : { ...line, headers, body: prefix + bodyOf(this.#context.agent.lane.streams, line) }
  }

  *#waitForDatagram(): Flow<void> {
    yield {
      isInterruptible: true,
      begin: (wake) => {
        this.#wake = () => {
          this.#wake = undefined
          this.#context.agent.process.after(0, wake)
        }
        return () => {
          this.#wake = undefined
        }
      },
    }
  }
}
