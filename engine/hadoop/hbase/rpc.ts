import type { Lane } from '../../ledger/lane.ts'
import type { RecordRun } from '../../ledger/record-run.ts'
import type { Endpoint } from '../../sim/connection.ts'
import type { Host } from '../../sim/host.ts'
import type { Process, Timer } from '../../sim/process.ts'
import { hbaseException, HBaseException } from './hbase-exception.ts'

/** A call or an answer on a connection; answers come in any order and are matched by number. */
export interface RpcMessage<Body> {
  readonly id: number
  readonly body: Body
  readonly carriedRuns: readonly RecordRun[]
}

/** Bytes of a call without data, and of an answer. */
const headBytes = 100
const connectTimeoutMicros = 10_000_000

/** Answers the calls of a protocol. */
export class CallServer<Request, Answer> {
  readonly #handle: (request: Request, answer: (body: Answer, bytes?: number) => void) => void

  /** @param handle answers each call once, now or later */
  constructor(handle: (request: Request, answer: (body: Answer, bytes?: number) => void) => void) {
    this.#handle = handle
  }

  /** Opens a port of a process. */
  listen(lane: Lane, process: Process, port: number): void {
    lane.network.listen<RpcMessage<Answer>, RpcMessage<Request>>(process, port, (endpoint) => ({
      onMessage: ({ id, body }) => {
        this.#handle(body, (answer, bytes = 0) => { endpoint.send({ id, body: answer, carriedRuns: [] }, headBytes + bytes) })
      },
    }))
  }
}

interface Call<Answer> {
  readonly done: (answer: Answer | HBaseException) => void
  readonly timer: Timer
}

/** One connection of a process to a server, opened by the first call and again after it broke. */
export class Caller<Request, Answer> {
  readonly #lane: Lane
  readonly #process: Process
  readonly #host: Host
  readonly #port: number
  readonly #calls = new Map<number, Call<Answer>>()
  #waiting: { readonly message: RpcMessage<Request>; readonly bytes: number }[] = []
  #endpoint: Endpoint<RpcMessage<Request>> | undefined
  #isConnecting = false
  #life: number
  #nextId = 0

  constructor(lane: Lane, process: Process, to: { readonly host: Host; readonly port: number }) {
    this.#lane = lane
    this.#process = process
    this.#host = to.host
    this.#port = to.port
    this.#life = process.incarnation
  }

  /** Calls the server; `done` gets the answer, or why there is none. */
  call(body: Request, options: { readonly bytes?: number; readonly timeoutMicros: number; readonly runs?: readonly RecordRun[] }, done: (answer: Answer | HBaseException) => void): void {
    this.#forgetEarlierLife()
    const id = this.#nextId++
    const timer = this.#process.after(options.timeoutMicros, () => {
      this.#finish(id, hbaseException('ipc.CallTimeoutException', `Call id=${id}, waitTime=${Math.round(options.timeoutMicros / 1000)}ms, rpcTimeout=${Math.round(options.timeoutMicros / 1000)}ms`))
    })
    this.#calls.set(id, { done, timer })
    this.#waiting.push({ message: { id, body, carriedRuns: options.runs ?? [] }, bytes: headBytes + (options.bytes ?? 0) })
    if (this.#endpoint === undefined) this.#connect()
    else this.#flush(this.#endpoint)
  }

  /** Closes the connection; calls under way hear nothing. */
  close(): void {
    this.#endpoint?.close()
    this.#endpoint = undefined
    for (const { timer } of this.#calls.values()) this.#process.cancel(timer)
    this.#calls.clear()
    this.#waiting = []
  }

  #forgetEarlierLife(): void {
    if (this.#life === this.#process.incarnation) return
    this.#life = this.#process.incarnation
    this.#calls.clear()
    this.#waiting = []
    this.#endpoint = undefined
    this.#isConnecting = false
  }

  #connect(): void {
    if (this.#isConnecting) return
    this.#isConnecting = true
    this.#lane.network.connect<RpcMessage<Request>, RpcMessage<Answer>>({
      from: this.#process, to: this.#host, port: this.#port, timeoutMicros: connectTimeoutMicros,
      onConnected: (endpoint) => {
        this.#isConnecting = false
        this.#endpoint = endpoint
        this.#flush(endpoint)
        return { onMessage: ({ id, body }) => { this.#finish(id, body) }, onClosed: () => { this.#onClosed(endpoint) } }
      },
      onFailed: (failure) => {
        this.#isConnecting = false
        this.#failAll(failure === 'refused' ? new HBaseException('java.net.ConnectException', 'Connection refused') : new HBaseException('java.net.SocketTimeoutException', 'connection timed out'))
      },
    })
  }

  #flush(endpoint: Endpoint<RpcMessage<Request>>): void {
    for (const { message, bytes } of this.#waiting) endpoint.send(message, bytes)
    this.#waiting = []
  }

  #onClosed(endpoint: Endpoint<RpcMessage<Request>>): void {
    if (this.#endpoint !== endpoint) return
    this.#endpoint = undefined
    this.#failAll(new HBaseException('java.io.IOException', 'Connection closed'))
  }

  #failAll(error: HBaseException): void {
    this.#waiting = []
    for (const id of [...this.#calls.keys()]) this.#finish(id, error)
  }

  #finish(id: number, answer: Answer | HBaseException): void {
    const call = this.#calls.get(id)
    if (call === undefined) return
    this.#calls.delete(id)
    this.#process.cancel(call.timer)
    call.done(answer)
  }
}
