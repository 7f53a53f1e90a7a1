import type { Lane } from '../../../ledger/lane.ts'
import type { Endpoint } from '../../../sim/connection.ts'
import type { Host } from '../../../sim/host.ts'
import type { Process } from '../../../sim/process.ts'
import { waitUntil, type Flow } from '../../flow.ts'
import { HadoopException } from '../../hadoop-exception.ts'

/** A call on its way to a server of one protocol. */
export interface RpcRequest {
  readonly id: number
  readonly method: string
  readonly args: unknown
}

/** The answer: what the method gave, or what it threw. */
export interface RpcResponse {
  readonly id: number
  readonly value?: unknown
  readonly thrown?: HadoopException
}

/** A call or an answer without data: some hundred bytes of protocol buffers. */
export const rpcBytes = 200

/** How a client of Hadoop's RPC tries to connect. Source: ipc.client.connect.*. */
export interface RpcSettings {
  readonly connectTimeoutMs: number
  readonly maxRetries: number
  readonly retryIntervalMs: number
}

interface Waiting {
  wake: () => void
  answer: RpcResponse | 'reset' | undefined
}

type MethodsOf<Protocol> = { readonly [Method in keyof Protocol]: Protocol[Method] extends (args: infer Arguments) => infer Result ? { args: Arguments; result: Result } : never }

/** A client's connection to one server, opened when a call needs it. Source: org.apache.hadoop.ipc.Client. */
export class RpcClient<Protocol extends object> {
  readonly #lane: Lane
  readonly #process: Process
  readonly #server: Host
  readonly #port: number
  readonly #settings: RpcSettings
  readonly #waiting = new Map<number, Waiting>()
  #endpoint: Endpoint<RpcRequest> | undefined
  #incarnation = -1
  #nextId = 0

  constructor(lane: Lane, process: Process, server: { readonly host: Host; readonly port: number }, settings: RpcSettings) {
    this.#lane = lane
    this.#process = process
    this.#server = server.host
    this.#port = server.port
    this.#settings = settings
  }

  /** Calls a method. @throws HadoopException what the server threw, or ConnectException and its like */
  *call<Method extends keyof Protocol & string>(method: Method, args: MethodsOf<Protocol>[Method]['args']): Flow<MethodsOf<Protocol>[Method]['result']> {
    const answer = yield* this.tryCall(method, args)
    if (answer instanceof HadoopException) throw answer
    return answer
  }

  /** The same; what the server threw is the result. @throws HadoopException what happened on the way */
  *tryCall<Method extends keyof Protocol & string>(method: Method, args: MethodsOf<Protocol>[Method]['args']): Flow<MethodsOf<Protocol>[Method]['result'] | HadoopException> {
    const endpoint = yield* this.#connected()
    const id = this.#nextId++
    const waiting: Waiting = { wake: () => undefined, answer: undefined }
    yield waitUntil((wake) => {
      waiting.wake = wake
      this.#waiting.set(id, waiting)
      endpoint.send({ id, method, args }, rpcBytes)
    })
    const { answer } = waiting
    if (answer === undefined || answer === 'reset') throw this.#failure('java.io.EOFException', 'local exception: java.io.EOFException', 'EOFException')
    if (answer.thrown !== undefined) return answer.thrown
    // The server answers a method with what the protocol's method of that name returns.
    return answer.value
  }

  *#connected(): Flow<Endpoint<RpcRequest>> {
    if (this.#incarnation !== this.#process.incarnation) {
      this.#incarnation = this.#process.incarnation
      this.#endpoint = undefined
      this.#waiting.clear()
    }
    for (let tries = 0; ; tries++) {
      if (this.#endpoint?.isOpen === true) return this.#endpoint
      const failure = yield* this.#connect()
      if (failure === undefined) continue
      if (tries >= this.#settings.maxRetries) {
        if (failure === 'timeout') throw this.#failure('org.apache.hadoop.net.ConnectTimeoutException', 'socket timeout exception: org.apache.hadoop.net.ConnectTimeoutException', 'SocketTimeout')
        throw this.#failure('java.net.ConnectException', 'connection exception: java.net.ConnectException: Connection refused', 'ConnectionRefused')
      }
      yield waitUntil((wake) => this.#process.after(this.#settings.retryIntervalMs * 1000, wake))
    }
  }

  *#connect(): Flow<'refused' | 'timeout' | undefined> {
    const attempt: { failure?: 'refused' | 'timeout' } = {}
    yield waitUntil((wake) => {
      this.#lane.network.connect<RpcRequest, RpcResponse>({
        from: this.#process, to: this.#server, port: this.#port, timeoutMicros: this.#settings.connectTimeoutMs * 1000,
        onConnected: (endpoint) => {
          this.#endpoint = endpoint
          wake()
          return { onMessage: (response) => { this.#answer(response.id, response) }, onClosed: () => { this.#lose(endpoint) } }
        },
        onFailed: (failure) => {
          attempt.failure = failure
          wake()
        },
      })
    })
    return attempt.failure
  }

  #answer(id: number, answer: RpcResponse | 'reset'): void {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return
    this.#waiting.delete(id)
    waiting.answer = answer
    waiting.wake()
  }

  #lose(endpoint: Endpoint<RpcRequest>): void {
    if (this.#endpoint === endpoint) this.#endpoint = undefined
    for (const id of [...this.#waiting.keys()]) this.#answer(id, 'reset')
  }

  #failure(className: string, what: string, page: string): HadoopException {
    const server = `${this.#server.name.slice(this.#server.name.indexOf('/') + 1)}:${String(this.#port)}`
    const client = `${this.#process.host.name.slice(this.#process.host.name.indexOf('/') + 1)}/127.0.0.1`
    return new HadoopException(className, `Call From ${client} to ${server} failed on ${what}; For more details see:  http://wiki.apache.org/hadoop/${page}`)
  }
}
