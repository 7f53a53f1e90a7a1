import type { RecordRun } from '../../ledger/record-run.ts'
import { streamIndexOf } from '../../ledger/record-stream.ts'
import { appendRun, countRecords, sliceRuns } from '../../ledger/record-runs.ts'
import type { Endpoint } from '../../sim/connection.ts'
import type { Process, Program } from '../../sim/process.ts'
import { loseClientMemory, showClient, type OutsideClientOptions } from './outside-client.ts'
import type { LineReply, LinesMessage } from '../rpc/line-messages.ts'

/** What a client of a line protocol (netcat, syslog over TCP) is made from. */
export interface LineClientOptions extends OutsideClientOptions {
  /** What comes before each line's text (a syslog header); empty when absent. */
  readonly prefix?: string
  /** Whether the server answers each line (netcat with acks). */
  readonly readsReplies: boolean
  /** Whether it waits for each answer before the next line. */
  readonly waitsForReply: boolean
  /** Whether it sends a line again until `OK`: after FAILED, and over a new connection. */
  readonly repeatsUntilOk: boolean
  /** Pause before it connects again, and before it repeats. */
  readonly reconnectMicros: number
  /** Hears each answer and each closed connection (`closed`). */
  readonly onReply?: (text: string) => void
}

const CONNECT_TIMEOUT_MICROS = 20_000_000

/** A program that writes lines to a TCP port, a record a line, over one connection that it keeps. */
export class LineClient implements Program {
  readonly process: Process
  readonly #options: LineClientOptions
  /** Offered and not written yet. */
  #pending: RecordRun[] = []
  /** Written, without an answer yet. */
  #unanswered: RecordRun[] = []
  #endpoint: Endpoint<LinesMessage> | undefined
  #isConnecting = false
  #isClosing = false

  constructor(options: LineClientOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    const { lane } = options.lane
    showClient(options.lane, this.process, options)
    lane.ledger.addHolder({
      place: this.process.name,
      walk: (visit) => {
        for (const run of this.#pending) visit(run)
        if (options.repeatsUntilOk) for (const run of this.#unanswered) visit(run)
      },
    })
    this.process.start()
  }

  /** Lines not written, and lines without an answer. */
  get waiting(): { readonly pending: number; readonly unanswered: number } {
    return { pending: countRecords(this.#pending), unanswered: countRecords(this.#unanswered) }
  }

  get isConnected(): boolean {
    return this.#endpoint !== undefined
  }

  /** Opens the connection, without a line. */
  connect(): void {
    if (this.#endpoint !== undefined || this.#isConnecting || !this.process.isRunning) return
    this.#isConnecting = true
    const { lane, to, port } = this.#options
    lane.lane.network.connect<LinesMessage, LineReply>({
      from: this.process,
      to,
      port,
      timeoutMicros: CONNECT_TIMEOUT_MICROS,
      onConnected: (endpoint) => {
        this.#isConnecting = false
        this.#endpoint = endpoint
        this.#send()
        return {
          onMessage: ({ text }) => { this.#onReply(text) },
          onClosed: () => { this.#onClosed() },
          onWritable: () => { this.#send() },
        }
      },
      onFailed: () => {
        this.#isConnecting = false
        this.#connectLater()
      },
    })
  }

  /** Writes lines as soon as there is a connection. */
  write(run: RecordRun): void {
    const { ledger } = this.#options.lane.lane
    ledger.owe(streamIndexOf(run.first), this.#options.owedTo())
    ledger.offered(run, this.process.name)
    if (!this.process.isRunning) {
      ledger.copyEnded(run, { fate: 'dropped', place: this.process.name, cause: 'the client is down' })
      return
    }
    appendRun(this.#pending, run)
    if (this.#endpoint === undefined) this.connect()
    else this.#send()
  }

  /** Closes the connection when all is written (and answered, where it reads answers). */
  close(): void {
    this.#isClosing = true
    this.#closeIfDone()
  }

  onStart(): void {}

  onEnd(): void {
    loseClientMemory(this.#options.lane, this.process, [...this.#pending, ...this.#unanswered])
    this.#pending = []
    this.#unanswered = []
    this.#endpoint = undefined
    this.#isConnecting = false
  }

  #send(): void {
    const { readsReplies, waitsForReply, prefix } = this.#options
    while (this.#endpoint?.canSend === true && this.#pending.length > 0) {
      if (waitsForReply && this.#unanswered.length > 0) return
      const lines = this.#take(waitsForReply ? 1 : 100)
      this.#endpoint.send({ lines, carriedRuns: lines, prefix: prefix ?? '' }, this.#bytesOf(lines))
      for (const run of lines) {
        this.#options.lane.lane.ledger.note('sent', run, this.process.name)
        if (readsReplies) appendRun(this.#unanswered, run)
      }
    }
    this.#closeIfDone()
  }

  #take(max: number): RecordRun[] {
    const lines = sliceRuns(this.#pending, 0, max)
    this.#pending = sliceRuns(this.#pending, max, Number.POSITIVE_INFINITY)
    return lines
  }

  #bytesOf(lines: readonly RecordRun[]): number {
    let bytes = 0
    for (const run of lines) bytes += this.#options.lane.lane.streams.valueBytes(run) + run.count * (1 + (this.#options.prefix?.length ?? 0))
    return bytes
  }

  #onReply(text: string): void {
    const [line] = sliceRuns(this.#unanswered, 0, 1)
    this.#unanswered = sliceRuns(this.#unanswered, 1, Number.POSITIVE_INFINITY)
    if (line !== undefined) this.#account(line, text)
    this.#options.onReply?.(text)
    this.#send()
  }

  #account(line: RecordRun, text: string): void {
    const { ledger } = this.#options.lane.lane
    if (text === 'OK') ledger.accepted(line, this.process.name)
    else if (this.#options.repeatsUntilOk) {
      ledger.refusedAttempt(line, this.process.name, text)
      this.#pending = [line, ...this.#pending]
    } else {
      ledger.refusedAttempt(line, this.process.name, text)
      ledger.toldFailed(line, this.process.name, text)
    }
  }

  #onClosed(): void {
    this.#endpoint = undefined
    const unanswered = this.#unanswered
    this.#unanswered = []
    if (this.#options.repeatsUntilOk) this.#pending = [...unanswered, ...this.#pending]
    else for (const run of unanswered) this.#options.lane.lane.ledger.toldFailed(run, this.process.name, 'the connection was closed before the answer')
    this.#options.onReply?.('closed')
    if (this.#pending.length > 0) this.#connectLater()
  }

  #connectLater(): void {
    this.process.after(this.#options.reconnectMicros, () => { this.connect() })
  }

  #closeIfDone(): void {
    if (!this.#isClosing || this.#pending.length > 0 || this.#unanswered.length > 0) return
    this.#endpoint?.close()
    this.#endpoint = undefined
    this.#isClosing = false
  }
}
