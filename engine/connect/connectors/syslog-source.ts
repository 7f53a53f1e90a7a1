import { countEvents, partOf, type EventRun } from '../../flume/event/event-run.ts'
import { udpPort, type LineReply, type LinesMessage } from '../../flume/rpc/line-messages.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { ConnectionEvents, Endpoint } from '../../sim/connection.ts'
import { connectException } from '../data/connect-exceptions.ts'
import type { SourceConnectorTask, SourceRecords } from '../runtime/source-connector.ts'
import { taskName, type TaskContext } from '../runtime/task-context.ts'

/**
 * Listens for syslog messages, each of which becomes a record of its whole line. It stands in for the third-party connectors
 * of its kind: what has come waits in a queue in memory, nobody is told of anything, and there are no offsets. A full queue
 * stops reading from TCP connections and drops datagrams.
 */
export class SyslogSource implements SourceConnectorTask {
  readonly isRepeatable = false
  readonly #context: TaskContext
  readonly #queueMax: number
  readonly #batchMax: number
  readonly #endpoints = new Set<Endpoint<LineReply>>()
  readonly #closePort: () => void
  #queue: SourceRecords[] = []
  #queued = 0
  #waiting: ((records: readonly SourceRecords[]) => void) | undefined
  #isStopped = false

  /** @throws KafkaException a ConnectException when somebody else listens on the port */
  constructor(context: TaskContext) {
    const { lane, process, properties } = context
    this.#context = context
    this.#queueMax = Number(properties.get('syslog.queue.max.size') ?? '50000')
    this.#batchMax = Number(properties.get('syslog.queue.batch.size') ?? '1000')
    const port = Number(properties.get('syslog.port'))
    const isUdp = (properties.get('syslog.listener') ?? 'TCP').toUpperCase() === 'UDP'
    const socket = isUdp ? udpPort(port) : port
    if (lane.network.isListening(process.host, socket)) throw connectException('java.net.BindException: Address already in use')
    this.#closePort = lane.network.listen<LineReply, LinesMessage>(process, socket, (endpoint) => (isUdp ? this.#datagrams() : this.#lines(endpoint)))
  }

  poll(done: (records: readonly SourceRecords[]) => void): void {
    this.#waiting = done
    this.#giveSoon()
  }

  commit(): void {
    // Nothing to go on from: a sender does not say its messages again.
  }

  walk(visit: (run: RecordRun) => void): void {
    for (const { run } of this.#queue) visit(run)
  }

  stop(cause: string): void {
    this.#isStopped = true
    this.#closePort()
    for (const endpoint of this.#endpoints) endpoint.close()
    this.#endpoints.clear()
    for (const { run } of this.#queue) this.#ended(run, 'lost', `${cause} with it in the connector's queue`)
    this.#queue = []
  }

  #lines(endpoint: Endpoint<LineReply>): ConnectionEvents<LinesMessage> {
    this.#endpoints.add(endpoint)
    if (this.#isFull()) endpoint.hold()
    return {
      onMessage: (message) => {
        this.#add(message)
        if (this.#isFull()) for (const open of this.#endpoints) open.hold()
      },
      onClosed: () => { this.#endpoints.delete(endpoint) },
    }
  }

  #datagrams(): ConnectionEvents<LinesMessage> {
    return {
      onMessage: (message) => {
        if (!this.#isFull()) this.#add(message)
        else for (const run of message.lines) this.#ended(run, 'dropped', "the connector's queue was full")
      },
    }
  }

  #isFull(): boolean {
    return this.#queued >= this.#queueMax
  }

  #add({ lines, prefix }: LinesMessage): void {
    for (const run of lines) this.#queue.push({ run, prefix })
    this.#queued += countEvents(lines)
    this.#giveSoon()
  }

  /** Gives what is there to whoever polls, when the thread that took it in has let go of it. */
  #giveSoon(): void {
    if (this.#waiting === undefined || this.#queued === 0) return
    const done = this.#waiting
    this.#waiting = undefined
    this.#context.process.after(0, () => { if (!this.#isStopped) done(this.#take()) })
  }

  #take(): readonly SourceRecords[] {
    const wasFull = this.#isFull()
    const taken: SourceRecords[] = []
    for (let left = this.#batchMax; left > 0;) {
      const first = this.#queue[0]
      if (first === undefined) break
      const { run, prefix } = first
      const count = Math.min(left, run.count)
      taken.push({ run: partOf(run, 0, count), prefix })
      if (count === run.count) this.#queue.shift()
      else this.#queue[0] = { run: partOf(run, count, run.count - count), prefix }
      this.#queued -= count
      left -= count
    }
    if (wasFull && !this.#isFull()) for (const endpoint of this.#endpoints) endpoint.release()
    return taken
  }

  #ended(run: EventRun, fate: 'lost' | 'dropped', cause: string): void {
    this.#context.lane.ledger.copyEnded(run, { fate, place: taskName(this.#context), cause })
  }
}
