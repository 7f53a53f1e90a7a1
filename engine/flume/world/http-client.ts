import type { RecordRun } from '../../ledger/record-run.ts'
import { appendRun, sliceRuns } from '../../ledger/record-runs.ts'
import { streamIndexOf } from '../../ledger/record-stream.ts'
import type { Process, Program } from '../../sim/process.ts'
import { loseClientMemory, showClient, type OutsideClientOptions } from './outside-client.ts'
import type { HttpRequest, HttpResponse } from '../rpc/http-messages.ts'

/** What a program that posts events is made from. */
export interface HttpClientOptions extends OutsideClientOptions {
  /** Pause before a failed request is made again; undefined for a client that gives its events up. */
  readonly retryMicros?: number
  /** The most events of a request that `send` makes; 100 when not given. */
  readonly eventsPerPost?: number
}

const CONNECT_TIMEOUT_MICROS = 20_000_000
/** Bytes of JSON around an event's body, and of the request's head. */
const EVENT_BYTES = 26
const HEAD_BYTES = 160

/** A program that posts events as JSON, each request over a connection of its own. */
export class HttpClient implements Program {
  readonly process: Process
  readonly #options: HttpClientOptions
  readonly #underWay = new Set<RecordRun>()
  /** Offered by `send`, and in no request yet. */
  #pending: RecordRun[] = []
  #isSending = false

  constructor(options: HttpClientOptions) {
    this.#options = options
    this.process = options.host.process(this, { name: options.name, bootMicros: 0 })
    showClient(options.lane, this.process, options)
    options.lane.lane.ledger.addHolder({
      place: this.process.name,
      walk: (visit) => {
        for (const run of [...this.#underWay, ...this.#pending]) visit(run)
      },
    })
    this.process.start()
  }

  /** Posts events in one request. `done` hears the answer of the last attempt; undefined when there was none. */
  post(run: RecordRun, done?: (response: HttpResponse | undefined) => void): void {
    const { ledger } = this.#options.lane.lane
    ledger.owe(streamIndexOf(run.first), this.#options.owedTo())
    ledger.offered(run, this.process.name)
    this.#underWay.add(run)
    this.#attempt(run, done)
  }

  /** Posts events one request after the other, each with what has come by then. */
  send(run: RecordRun): void {
    const { ledger } = this.#options.lane.lane
    ledger.owe(streamIndexOf(run.first), this.#options.owedTo())
    ledger.offered(run, this.process.name)
    appendRun(this.#pending, run)
    if (!this.#isSending) this.#sendNext()
  }

  onStart(): void {}

  onEnd(): void {
    loseClientMemory(this.#options.lane, this.process, [...this.#underWay, ...this.#pending])
    this.#underWay.clear()
    this.#pending = []
    this.#isSending = false
  }

  #sendNext(): void {
    const perPost = this.#options.eventsPerPost ?? 100
    const [run] = sliceRuns(this.#pending, 0, perPost)
    this.#isSending = run !== undefined
    if (run === undefined) return
    this.#pending = sliceRuns(this.#pending, run.count, Number.POSITIVE_INFINITY)
    this.#underWay.add(run)
    this.#attempt(run, () => { this.#sendNext() })
  }

  #attempt(run: RecordRun, done: ((response: HttpResponse | undefined) => void) | undefined): void {
    const { lane, to, port } = this.#options
    lane.lane.network.connect<HttpRequest, HttpResponse>({
      from: this.process,
      to,
      port,
      timeoutMicros: CONNECT_TIMEOUT_MICROS,
      onConnected: (endpoint) => {
        const events = [{ ...run, hasRecordHeaders: true }]
        endpoint.send({ events, carriedRuns: events }, HEAD_BYTES + lane.lane.streams.valueBytes(run) + run.count * EVENT_BYTES)
        return {
          onMessage: (response) => {
            endpoint.close()
            this.#answered(run, response, done)
          },
          onClosed: () => {
            this.#answered(run, undefined, done)
          },
        }
      },
      onFailed: () => {
        this.#answered(run, undefined, done)
      },
    })
  }

  #answered(run: RecordRun, response: HttpResponse | undefined, done: ((response: HttpResponse | undefined) => void) | undefined): void {
    const { lane, retryMicros } = this.#options
    const { ledger } = lane.lane
    if (response?.status === 200) {
      this.#underWay.delete(run)
      ledger.accepted(run, this.process.name)
      done?.(response)
      return
    }
    const reason = response === undefined ? 'no answer' : `HTTP status ${response.status}`
    ledger.refusedAttempt(run, this.process.name, reason)
    if (retryMicros !== undefined) {
      this.process.after(retryMicros, () => {
        this.#attempt(run, done)
      })
      return
    }
    this.#underWay.delete(run)
    ledger.toldFailed(run, this.process.name, reason)
    done?.(response)
  }
}
