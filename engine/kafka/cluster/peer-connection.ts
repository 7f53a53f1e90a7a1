import type { Endpoint } from '../../sim/connection.ts'
import type { Host } from '../../sim/host.ts'
import type { Network } from '../../sim/network.ts'
import type { Process, Timer } from '../../sim/process.ts'
import { microsPerMilli } from '../../sim/time.ts'
import { type AnyRequest, type AnyResponse, requestEnvelope, responseBody } from '../protocol/envelope.ts'
import type { ApiName, RequestOf, ResponseOf } from '../protocol/messages.ts'

/** From whom to whom, and how long to wait. */
export interface PeerConnectionOptions {
  readonly process: Process
  readonly network: Network
  readonly to: Host
  readonly port: number
  readonly clientId: string
  /** A request that is not answered for so long closes the connection. */
  readonly requestTimeoutMs: number
}

interface PendingRequest {
  readonly timer: Timer
  readonly complete: (response: AnyResponse | undefined) => void
}

/** socket.connection.setup.timeout.ms of the nodes' own clients. */
const connectTimeoutMs = 10_000

/**
 * A node's client to one other node, as brokers and controllers use it among themselves: connects when it has something to
 * send, matches responses to requests, and gives up on the connection when one takes too long.
 */
export class PeerConnection {
  readonly #options: PeerConnectionOptions
  readonly #waiting: (() => void)[] = []
  readonly #pending = new Map<number, PendingRequest>()
  #endpoint: Endpoint<AnyRequest> | undefined
  #isConnecting = false
  #nextCorrelationId = 0

  constructor(options: PeerConnectionOptions) {
    this.#options = options
  }

  /** Sends a request; `done` gets the response's body, or undefined when there will be none. */
  send<Api extends ApiName>(api: Api, body: RequestOf<Api>, done: (response: ResponseOf<Api> | undefined) => void): void {
    const correlationId = this.#nextCorrelationId++
    const { process, clientId, requestTimeoutMs } = this.#options
    const timer = process.after(requestTimeoutMs * microsPerMilli, () => { this.#disconnect() })
    this.#pending.set(correlationId, {
      timer,
      complete: (response) => { done(response === undefined ? undefined : responseBody(response, api)) },
    })
    const transmit = (): void => {
      const { message, bytes } = requestEnvelope(api, { correlationId, clientId }, body)
      this.#endpoint?.send(message, bytes)
    }
    if (this.#endpoint?.isOpen === true) transmit()
    else {
      this.#waiting.push(transmit)
      this.#connect()
    }
  }

  /** Closes the connection; requests without an answer fail. */
  close(): void {
    this.#disconnect()
  }

  #connect(): void {
    if (this.#isConnecting) return
    this.#isConnecting = true
    const { process, network, to, port } = this.#options
    network.connect<AnyRequest, AnyResponse>({
      from: process,
      to,
      port,
      timeoutMicros: connectTimeoutMs * microsPerMilli,
      onConnected: (endpoint) => {
        this.#isConnecting = false
        this.#endpoint = endpoint
        for (const transmit of this.#waiting.splice(0)) transmit()
        return {
          onMessage: (response) => { this.#onResponse(response) },
          onClosed: () => { if (this.#endpoint === endpoint) this.#disconnect() },
        }
      },
      onFailed: () => {
        this.#isConnecting = false
        this.#disconnect()
      },
    })
  }

  #onResponse(response: AnyResponse): void {
    const pending = this.#pending.get(response.correlationId)
    if (pending === undefined) return
    this.#pending.delete(response.correlationId)
    this.#options.process.cancel(pending.timer)
    pending.complete(response)
  }

  #disconnect(): void {
    this.#endpoint?.close()
    this.#endpoint = undefined
    this.#waiting.length = 0
    const failed = [...this.#pending.values()]
    this.#pending.clear()
    for (const { timer, complete } of failed) {
      this.#options.process.cancel(timer)
      complete(undefined)
    }
  }
}
